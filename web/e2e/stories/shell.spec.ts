import { file } from "../support/journal";
import { expect, test } from "../support/test";

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
