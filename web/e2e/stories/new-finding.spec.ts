import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

import type { Page } from "@playwright/test";

import { file, unique } from "../support/journal";
import { expect, test } from "../support/test";

test.use({ role: "inspector" });

const PHOTO = fileURLToPath(new URL("../assets/stairs-before.jpg", import.meta.url));

async function where(page: Page): Promise<void> {
  await page.getByRole("combobox", { name: "Площадка" }).or(page.getByRole("textbox", { name: "Площадка" })).fill("Балаковская");
  await page.getByRole("option", { name: "Балаковская АЭС" }).click();
}

/** Drops the photo onto whatever takes files. */
async function drop(page: Page): Promise<void> {
  const content = readFileSync(PHOTO).toString("base64");
  const files = await page.evaluateHandle((base64) => {
    const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
    const transfer = new DataTransfer();
    transfer.items.add(new File([bytes], "ступень.jpg", { type: "image/jpeg" }));
    return transfer;
  }, content);
  const area = page.getByRole("button", { name: "Выбрать файлы" }).first();
  await area.dispatchEvent("dragover", { dataTransfer: files });
  await area.dispatchEvent("drop", { dataTransfer: files });
}

test("what resembles a finding is shown while it is typed; what was typed outlives the tab, and is filed with its photo", async ({ page, api }) => {
  const word = unique();
  const before = await file(await api("inspector"), { description: `Ступень маршевой лестницы сорвана с косоура ${word}` });
  await page.goto("/journal/new");
  await where(page);
  await page.getByLabel("Место").fill("машинный зал, отметка 8");
  const description = `Сорвана ступень на маршевой лестнице ${word}`;
  await page.getByLabel("Что не так").fill(description);
  await expect(page.getByRole("region", { name: "Похожие записи" }).getByText(before.number)).toBeVisible();
  await drop(page);
  await expect(page.getByText("ступень.jpg").or(page.getByRole("img", { name: /ступень/ })).first()).toBeVisible();
  await expect
    .poll(() => page.evaluate(async () => (await indexedDB.databases()).length))
    .toBeGreaterThan(0);
  await page.waitForTimeout(1_000);
  await page.reload();
  await expect(page.getByLabel("Что не так")).toHaveValue(description);

  await page.getByRole("button", { name: "Внести в журнал" }).click();
  await expect(page.getByText("Заполните это поле")).toBeVisible();
  await page.getByRole("combobox", { name: "Категория" }).or(page.getByRole("textbox", { name: "Категория" })).click();
  await page.getByRole("option").first().click();
  await page.getByRole("button", { name: "Внести в журнал" }).click();
  await expect(page.getByRole("heading", { level: 1, name: /^НС-/ })).toBeVisible();
  await expect(page.getByText(description).first()).toBeVisible();
  const id = new URL(page.url()).pathname.split("/").at(-1) ?? "";
  const { items } = await (await api("inspector")).get<{ items: unknown[] }>(`/nonconformities/${id}/attachments`);
  expect(items).toHaveLength(1);
});

test("somebody without a mouse files a finding", async ({ page }) => {
  const { keyboard } = page;
  const description = `Дверь щитовой не закрывается ${unique()}`;
  await page.goto("/");
  await expect(page.getByRole("heading", { level: 1, name: "Сегодня" })).toBeVisible();
  await keyboard.press("n");
  await expect(page.getByRole("heading", { name: "Новое несоответствие" })).toBeVisible();
  await pick(page, "Площадка", "Балаковская АЭС");
  await tabTo(page, "Место");
  await keyboard.type("щитовая 2");
  await tabTo(page, "Что не так");
  await keyboard.type(description);
  await pick(page, "Категория", "Освещение и микроклимат");
  await keyboard.press("Control+Enter");
  await expect(page.getByRole("heading", { level: 1, name: /^НС-/ })).toBeVisible();
  await expect(page.getByText(description).first()).toBeVisible();
});

/** Presses Tab until the field with this label has the focus. */
async function tabTo(page: Page, label: string): Promise<void> {
  for (let presses = 0; presses < 40; presses += 1) {
    const here = await page.evaluate(() => (document.activeElement as HTMLInputElement | null)?.labels?.[0]?.textContent ?? "");
    if (here.startsWith(label)) return;
    await page.keyboard.press("Tab");
  }
  throw new Error(`Tab never comes to ${label}`);
}

async function pick(page: Page, label: string, option: string): Promise<void> {
  await tabTo(page, label);
  await page.keyboard.type(option);
  await expect(page.getByRole("option", { name: option })).toBeVisible();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("option")).toHaveCount(0);
}
