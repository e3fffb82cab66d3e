/** One computer, one after the other: what the first read and wrote is not the second's. */
import type { Page } from "@playwright/test";

import type { Actor } from "../support/cast";
import { file } from "../support/journal";
import { expect, test } from "../support/test";

test.use({ role: null });

async function signIn(page: Page, { login, password }: Pick<Actor, "login" | "password">): Promise<void> {
  await page.getByLabel("Логин").fill(login);
  await page.getByRole("textbox", { name: "Пароль" }).fill(password);
  await page.getByRole("button", { name: "Войти" }).click();
}

test("who signs in where another's session ended begins anew, and sends nothing in their own name", async ({ page, api, actor }) => {
  const finding = await file(await api("inspector"));
  await page.goto(`/sign-in?to=/journal/${finding.id}`);
  await signIn(page, actor("chair"));
  await page.getByRole("textbox", { name: "Комментарий" }).fill("Черновик председателя");
  const ended = await page.request.delete("/api/v1/auth/session", { headers: { Origin: new URL(page.url()).origin } });
  expect(ended.ok()).toBe(true);
  await page.getByRole("button", { name: "Отправить" }).click();
  await expect(page.getByRole("dialog", { name: "Сеанс завершён" })).toBeVisible();
  await signIn(page, actor("inspector"));
  await expect(page.getByRole("heading", { level: 1, name: "Сегодня" })).toBeVisible();
  await page.goto(`/journal/${finding.id}`);
  await expect(page.getByRole("textbox", { name: "Комментарий" })).toHaveValue("");
  await expect(page.getByText("Черновик председателя")).toHaveCount(0);
});

test("signing out leaves with every tab of the browser", async ({ page, context, actor }) => {
  await page.goto("/sign-in");
  await signIn(page, actor("chair"));
  await expect(page.getByRole("heading", { level: 1, name: "Сегодня" })).toBeVisible();
  const beside = await context.newPage();
  await beside.goto("/journal");
  await expect(beside.getByRole("heading", { name: "Журнал несоответствий" })).toBeVisible();
  await page.getByRole("button", { name: "Моё меню" }).click();
  await page.getByRole("menuitem", { name: "Выйти" }).click();
  await expect(page).toHaveURL(/\/sign-in/);
  await expect(beside).toHaveURL(/\/sign-in/);
});
