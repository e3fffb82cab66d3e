import { file, unique } from "../support/journal";
import { expect, test } from "../support/test";

test("a word with a slip of the finger finds what was meant", async ({ page, api }) => {
  const finding = await file(await api("inspector"), { description: `Кабельный лоток перегружен, крепление вырвано (${unique()})` });
  await page.goto("/journal");
  await page.getByRole("searchbox", { name: "Слова или номер" }).fill("кабильный латок перегружн");
  await expect(page.getByText(finding.number)).toBeVisible();
  await expect(page).toHaveURL(/q=/);
  await page.reload();
  await expect(page.getByRole("searchbox", { name: "Слова или номер" })).toHaveValue("кабильный латок перегружн");
  await expect(page.getByText(finding.number)).toBeVisible();
});

test("a search that finds nothing says what to try", async ({ page }) => {
  await page.goto("/journal?q=щщщщщжжжжж");
  await expect(page.getByText("Ничего не нашлось")).toBeVisible();
  await page.getByRole("button", { name: "Очистить поиск" }).click();
  await expect(page.getByText(/^НС-\d{4}-\d+$/).first()).toBeVisible();
});

test("the address of a list carries its filters and order to somebody else", { tag: "@demonstration" }, async ({ page, as }) => {
  await page.goto("/journal");
  await page.getByText("Просроченные").click();
  await page.getByText("Срок", { exact: true }).click();
  await expect(page).toHaveURL(/overdue=true.*sort=|sort=.*overdue=true/);
  const first = await page.getByText(/^НС-\d{4}-\d+$/).first().textContent();
  const other = await as("admin");
  await other.goto(page.url());
  await expect(other.getByText(/^НС-\d{4}-\d+$/).first()).toHaveText(first ?? "");
});
