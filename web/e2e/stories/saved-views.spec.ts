/** Saved views belong to an account, and may be shared. */
import type { Locator, Page } from "@playwright/test";

import { unique } from "../support/journal";
import { expect, test } from "../support/test";

const views = (page: Page): Locator => page.getByRole("button", { name: "Подборки", exact: true });
const search = (page: Page): Locator => page.getByRole("searchbox", { name: "Слова или номер" });

test("a view saved at one computer is there at the next, and with others once it is shared", async ({ page, as }) => {
  const name = `Стропы ${unique()}`;
  await page.goto(`/journal?q=${encodeURIComponent(name)}&overdue=true`);
  await views(page).click();
  await page.getByRole("menuitem", { name: "Сохранить как подборку…" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("textbox", { name: "Название" }).fill(name);
  await dialog.getByRole("button", { name: "Сохранить" }).click();
  await expect(page.getByRole("button", { name, exact: true })).toBeVisible();

  const next = await as("admin");
  await next.goto("/journal");
  await views(next).click();
  await next.getByRole("menuitem", { name }).click();
  await expect(next).toHaveURL(/overdue=true/);
  await expect(search(next)).toHaveValue(name);

  const chair = await as("chair");
  await chair.goto("/journal");
  await views(chair).click();
  await expect(chair.getByRole("menuitem", { name: "Сохранить как подборку…" })).toBeVisible();
  await expect(chair.getByRole("menuitem", { name }), "what is not shared is nobody else's").toHaveCount(0);
  await chair.keyboard.press("Escape");

  await next.getByRole("button", { name, exact: true }).click();
  await next.getByRole("menuitem", { name: `Изменить «${name}»…` }).click();
  await next.getByRole("dialog").getByRole("checkbox", { name: "Показывать всем" }).check();
  await next.getByRole("dialog").getByRole("button", { name: "Сохранить" }).click();
  await expect(next.getByRole("dialog")).toHaveCount(0);
  // Nobody reloads: the chair's menu learns of it by itself.
  await views(chair).click();
  await chair.getByRole("menuitem", { name }).click();
  await expect(search(chair)).toHaveValue(name);
  await chair.getByRole("button", { name, exact: true }).click();
  await expect(chair.getByRole("menuitem", { name: `Удалить «${name}»…` }), "another's view is not theirs to remove").toHaveCount(0);
});
