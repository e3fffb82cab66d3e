import { expect, test } from "../support/test";

test.use({ role: null });

test("whoever is not signed in is asked to, and comes to the page they wanted", async ({ page, actor }) => {
  const { login, password } = actor("chair");
  await page.goto("/journal?overdue=true");
  await page.getByLabel("Логин").fill(login);
  await page.getByRole("textbox", { name: "Пароль" }).fill(password);
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { name: "Журнал несоответствий" })).toBeVisible();
  await expect(page).toHaveURL(/\/journal\?.*overdue=true/);
});

test("a wrong password is told in words that give nothing away", async ({ page }) => {
  await page.goto("/sign-in");
  await page.getByRole("button", { name: "Войти" }).click();
  await expect(page.getByText("Введите логин")).toBeVisible();
  for (const name of ["Логин", "Пароль"]) await expect(page.getByRole("textbox", { name })).toHaveAttribute("aria-invalid", "true");
  await page.getByLabel("Логин").fill("nobody-at-all");
  await page.getByRole("textbox", { name: "Пароль" }).fill("Not-a-password-2026");
  await page.getByRole("button", { name: "Войти" }).click();
  await expect(page.getByRole("alert")).toContainText("Проверьте раскладку и Caps Lock");
  await expect(page.getByRole("textbox", { name: "Логин" })).toHaveValue("nobody-at-all");
});

test("a password is shown by a button that is named in the reader's language, without a mouse", async ({ page }) => {
  await page.goto("/sign-in");
  const password = page.getByRole("textbox", { name: "Пароль" });
  await password.fill("Only-for-tests-2026");
  await page.keyboard.press("Tab");
  await expect(page.getByRole("button", { name: "Показать или скрыть пароль" })).toBeFocused();
  await page.keyboard.press("Space");
  await expect(password).toHaveAttribute("type", "text");
  await page.getByRole("button", { name: "In English" }).click();
  await expect(page.getByRole("button", { name: "Show or hide the password" })).toBeVisible();
});

test("a one-time link lets its reader choose a password, once", async ({ page, as, api, actor }) => {
  const admin = await api("admin");
  const person = await admin.post<{ id: string }>("/people", { last_name: "Ключевская", first_name: "Вера", branch_id: actor("chair").branchId });
  const account = await admin.post<{ id: string }>("/accounts", { person_id: person.id, login: `link-${Date.now().toString(36)}` });
  const link = await admin.post<{ path: string }>(`/accounts/${account.id}/links`);
  await page.goto(link.path);
  await expect(page.getByText("придумайте", { exact: false })).toContainText("Вера");
  await page.getByRole("textbox", { name: "Новый пароль" }).fill("12345");
  await page.getByRole("button", { name: "Сохранить пароль и войти" }).click();
  await expect(page.getByText("Слишком короткий пароль")).toBeVisible();
  await page.getByRole("textbox", { name: "Новый пароль" }).fill("четыре слова без связи 2026");
  await page.getByRole("button", { name: "Сохранить пароль и войти" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Сегодня" })).toBeVisible();

  const another = await as(null);
  await another.goto(link.path);
  await expect(another.getByRole("alert")).toBeVisible();
  await expect(another.getByRole("textbox", { name: "Новый пароль" })).toBeHidden();
});
