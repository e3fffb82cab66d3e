/** A union that begins: from the first sign-in to a register and a journal, by the guide's own links. */
import type { Page } from "@playwright/test";
import { fileURLToPath } from "node:url";

import { axeIsContent } from "../support/looking";
import { settled } from "../support/screens";
import { expect, test } from "../support/test";

const SAMPLES = fileURLToPath(new URL("../../../deploy/demo/", import.meta.url));
/** Seven thousand rows are checked and loaded, on a machine that may do something else besides. */
const LOADED_MS = 90_000;

/** What each screen says and offers before there is anything. */
const SCREENS = ["/", "/journal", "/journal/board", "/people", "/structure", "/figures", "/access"];

test.describe.configure({ timeout: 240_000 });

async function load(page: Page, link: string, file: string, apply: RegExp): Promise<void> {
  await page.getByRole("region", { name: "Первые шаги" }).getByRole("link", { name: link }).click();
  const chooser = page.waitForEvent("filechooser");
  await page.getByRole("button", { name: "Выбрать файл" }).click();
  await (await chooser).setFiles(`${SAMPLES}${file}`);
  await expect(page.getByText("Столбцы", { exact: true })).toBeVisible({ timeout: LOADED_MS });
  // The journal learns of people a little after the register: whoever is faster checks once more.
  await axeIsContent(page, `${file}, checked`);
  await expect(async () => {
    const whole = page.getByRole("button", { name: apply });
    const again = page.getByRole("button", { name: "Проверить ещё раз" });
    await expect(whole.or(again).first()).toBeVisible({ timeout: LOADED_MS });
    if (!(await whole.isVisible())) await again.click();
    await expect(whole).toBeVisible({ timeout: 20_000 });
  }).toPass({ timeout: LOADED_MS });
  await page.getByRole("button", { name: apply }).click();
  await expect(page.getByText("Загружено", { exact: true }).first()).toBeVisible({ timeout: LOADED_MS });
  await expect(page.getByRole("button", { name: "Отменить загрузку" })).toBeVisible();
  await axeIsContent(page, `${file}, loaded`);
  await page.getByRole("link", { name: "Сегодня" }).click();
}

test("the guide leads through the register, the journal and the staff, with the spreadsheets that a union has", async ({ page }) => {
  for (const address of SCREENS) {
    await page.goto(address);
    await page.getByRole("heading", { level: 1 }).waitFor();
    await settled(page);
    await axeIsContent(page, `${address}, empty`);
  }
  await page.goto("/");
  const guide = page.getByRole("region", { name: "Первые шаги" });
  await expect(guide.getByRole("listitem")).toHaveCount(3);
  await load(page, "Загрузить реестр", "members.xlsx", /^Загрузить 7380 человек/);
  await expect(guide.getByText(/^В реестре 7381 /)).toBeVisible();
  await load(page, "Загрузить журнал", "nonconformities.xlsx", /^Загрузить 5000 записей/);
  await expect(guide.getByText("В журнале 5000 записей")).toBeVisible();
  await guide.getByRole("link", { name: "Пригласить" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Доступ" })).toBeVisible();
});
