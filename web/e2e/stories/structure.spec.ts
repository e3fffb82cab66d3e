/** A branch, a unit and a site that are closed, and opened again. */
import type { Locator, Page } from "@playwright/test";

import { surname, unique } from "../support/journal";
import { expect, test } from "../support/test";

interface Made {
  id: string;
}

/** The dialog that the button opens, gone once it has been done. */
async function sure(page: Page, button: Locator, act: "Закрыть" | "Открыть снова"): Promise<void> {
  await button.click();
  await page.getByRole("dialog").getByRole("button", { name: act, exact: true }).last().click();
  await expect(page.getByRole("dialog")).toHaveCount(0);
}

test("a branch is closed when nothing in it is open any more, keeps its name, and is opened again", async ({ page, api }) => {
  const word = surname(unique());
  const [branch, unit, site] = [`Отделение ${word}`, `Цех ${word}`, `Площадка ${word}`];
  const admin = await api("admin");
  const { id: branch_id } = await admin.post<Made>("/branches", { name: branch, city: "Балаково" });
  await admin.post("/units", { name: unit, branch_id });
  await admin.post("/sites", { name: site, city: "Балаково", branch_id });
  const close = (name: string): Locator => page.getByRole("button", { name: `Закрыть: ${name}`, exact: true });
  const reopen = (name: string): Locator => page.getByRole("button", { name: `Открыть снова: ${name}`, exact: true });

  await page.goto("/structure");
  await page.getByRole("searchbox").fill(word);
  await close(branch).click();
  await page.getByRole("dialog").getByRole("button", { name: "Закрыть", exact: true }).last().click();
  await expect(page.getByRole("dialog").getByRole("alert"), "what is still open in it hinders").toBeVisible();
  await page.keyboard.press("Escape");
  await expect(page.getByRole("dialog")).toHaveCount(0);

  await sure(page, close(unit), "Закрыть");
  await expect(close(unit)).toHaveCount(0);
  await sure(page, close(site), "Закрыть");
  await expect(close(site)).toHaveCount(0);
  await sure(page, close(branch), "Закрыть");
  await expect(page.getByRole("heading", { name: branch })).toHaveCount(0);
  const { items } = await admin.get<{ items: Made[] }>("/branches", { limit: 200 });
  expect(items.map(({ id }) => id)).not.toContain(branch_id);

  await page.getByRole("switch", { name: "Показать закрытые" }).check();
  await expect(page.getByRole("heading", { name: branch })).toContainText("закрыто");
  await sure(page, reopen(branch), "Открыть снова");
  await sure(page, reopen(unit), "Открыть снова");
  await expect(close(branch)).toBeVisible();
  await expect(close(unit)).toBeVisible();
  await expect(reopen(site), "its sites stay as they were").toBeVisible();
});
