import { file } from "../support/journal";
import { expect, test } from "../support/test";

test.use({ role: null });

test("a session that ends while somebody types costs them a password and not a word", async ({ page, api, actor }) => {
  const finding = await file(await api("inspector"));
  const { login, password } = actor("chair");
  await page.goto(`/sign-in?to=/journal/${finding.id}`);
  await page.getByLabel("Логин").fill(login);
  await page.getByRole("textbox", { name: "Пароль" }).fill(password);
  await page.getByRole("button", { name: "Войти" }).click();
  await page.getByRole("button", { name: "Другие действия" }).click();
  await page.getByRole("menuitem", { name: "Отклонить" }).click();
  await page.getByLabel("Почему это не несоответствие").fill("Лестница выведена из работы, проход закрыт");
  const ended = await page.request.delete("/api/v1/auth/session", { headers: { Origin: new URL(page.url()).origin } });
  expect(ended.ok()).toBe(true);

  await page.getByRole("dialog").getByRole("button", { name: "Отклонить" }).click();
  const again = page.getByRole("dialog", { name: "Сеанс завершён" });
  await again.getByLabel("Логин").fill(login);
  await again.getByRole("textbox", { name: "Пароль" }).fill(password);
  await again.getByRole("button", { name: "Войти" }).click();
  await expect(page.getByRole("main").getByText("Отклонено", { exact: true }).first()).toBeVisible();
  await expect(page.getByText("Лестница выведена из работы, проход закрыт").first()).toBeVisible();
});
