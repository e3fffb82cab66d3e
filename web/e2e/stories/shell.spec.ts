import { file } from "../support/journal";
import { expect, test } from "../support/test";

test.describe("on a phone", () => {
  test.use({ viewport: { width: 390, height: 844 } });
  test("the mark leads home under its name, and the sections are behind one button", async ({ page }) => {
    await page.goto("/journal");
    await page.getByRole("button", { name: "Меню", exact: true }).click();
    await page.getByRole("navigation", { name: "Меню" }).getByRole("link", { name: "Люди" }).click();
    await expect(page.getByRole("heading", { level: 1, name: "Люди" })).toBeVisible();
    await page.getByRole("banner").getByRole("link", { name: "Профком" }).click();
    await expect(page.getByRole("heading", { level: 1, name: "Сегодня" })).toBeVisible();
  });
});

test("Ctrl-K finds a record by its number and opens it, without a mouse", async ({ page, api }) => {
  const finding = await file(await api("inspector"));
  await page.goto("/");
  await expect(page.getByRole("heading", { level: 1, name: "Сегодня" })).toBeVisible();
  await page.keyboard.press("Control+k");
  await expect(page.getByRole("dialog")).toBeVisible();
  await page.keyboard.type(finding.number);
  await expect(page.getByRole("dialog").getByText(finding.description)).toBeVisible();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { level: 1, name: finding.number })).toBeVisible();
});
