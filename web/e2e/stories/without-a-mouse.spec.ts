/** A chair's morning with the keyboard alone, from the sign-in on. */
import type { Locator, Page } from "@playwright/test";

import { file, unique } from "../support/journal";
import { expect, test } from "../support/test";

test.use({ role: null });

/** Presses Tab until this has the focus. */
async function tabTo(page: Page, target: Locator): Promise<void> {
  for (let presses = 0; presses < 60; presses += 1) {
    if (await target.evaluate((one) => one === document.activeElement)) return;
    await page.keyboard.press("Tab");
  }
  throw new Error(`Tab never comes to ${String(target)}`);
}

test("signs in, finds, opens, comments, assigns and comes back", async ({ page, api, actor }) => {
  const { keyboard } = page;
  const word = unique();
  const inspector = await api("inspector");
  const older = await file(inspector, { description: `Провисла кабельная трасса ${word}` });
  const newer = await file(inspector, { description: `Разбит светильник над проходом ${word}` });
  const { login, password } = actor("chair");
  const heading = (name: string | RegExp): Locator => page.getByRole("heading", { level: 1, name });

  await page.goto("/sign-in");
  await tabTo(page, page.getByRole("textbox", { name: "Логин" }));
  await keyboard.type(login);
  await keyboard.press("Tab");
  await keyboard.type(password);
  await keyboard.press("Enter");
  await expect(heading("Сегодня")).toBeVisible();
  await tabTo(page, page.getByRole("link", { name: "Журнал", exact: true }));
  await keyboard.press("Enter");
  await expect(heading("Журнал несоответствий")).toBeVisible();

  await keyboard.press("/");
  await keyboard.type(word);
  await expect(page.getByText("2 записи")).toBeVisible();
  await keyboard.press("Tab");
  await keyboard.press("j");
  await expect(page.getByRole("link", { name: newer.number })).toBeFocused();
  await keyboard.press("j");
  await expect(page.getByRole("link", { name: older.number })).toBeFocused();
  await keyboard.press("k");
  await keyboard.press("Enter");
  await expect(heading(newer.number)).toBeVisible();

  const comment = page.getByRole("textbox", { name: "Комментарий" });
  await keyboard.press("c");
  await expect(comment).toBeFocused();
  await keyboard.type("Поменяем сегодня");
  await keyboard.press("Control+Enter");
  await expect(page.getByRole("listitem").filter({ hasText: "Поменяем сегодня" }).first()).toBeVisible();
  await keyboard.press("Escape");
  await expect(comment).not.toBeFocused();

  const assign = page.getByRole("button", { name: "Назначить", exact: true });
  await tabTo(page, assign);
  await keyboard.press("Enter");
  await expect(page.getByRole("dialog")).toBeVisible();
  await keyboard.press("Escape");
  await expect(page.getByRole("dialog")).toHaveCount(0);
  await expect(assign, "who closes a dialog is where they were").toBeFocused();

  await keyboard.press("a");
  const responsible = page.getByRole("dialog").getByLabel("Ответственный").first();
  await tabTo(page, responsible);
  await keyboard.type(actor("employer").name);
  // While the name is being typed others stand above: the arrow chooses the first.
  await expect(page.getByRole("option").first()).toContainText(actor("employer").name);
  await keyboard.press("ArrowDown");
  await keyboard.press("Enter");
  await expect(responsible).toHaveValue(actor("employer").name);
  await keyboard.press("Control+Enter");
  await expect(page.getByRole("dialog")).toHaveCount(0);
  await expect(page.getByRole("main").getByText("Назначено", { exact: true }).first()).toBeVisible();

  await keyboard.press("j");
  await expect(heading(older.number)).toBeVisible();
  await keyboard.press("u");
  await expect(heading("Журнал несоответствий")).toBeVisible();
  await expect(page.getByRole("searchbox", { name: "Слова или номер" })).toHaveValue(word);
});
