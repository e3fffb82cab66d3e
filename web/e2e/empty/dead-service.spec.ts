import { takeDown } from "../support/stand";
import { expect, test } from "../support/test";

test("a part of the platform that is away greys out what is its own; the rest works, and it comes back by itself", async ({ page, stand }) => {
  await page.goto("/");
  await expect(page.getByRole("heading", { level: 1, name: "Сегодня" })).toBeVisible();
  const bringBack = takeDown(stand, "analytics-api");
  try {
    await expect.poll(async () => (await page.request.get("/api/v1/analytics/freshness")).status(), { timeout: 20_000 }).toBeGreaterThanOrEqual(502);
    await page.getByRole("link", { name: "Показатели" }).click();
    await expect(page.getByRole("alert").first()).toBeVisible();
    await page.getByRole("link", { name: "Журнал", exact: true }).click();
    await expect(page.getByRole("heading", { name: "Журнал несоответствий" })).toBeVisible();
    await expect(page.getByRole("alert")).toBeHidden();
    await page.getByRole("link", { name: "Люди" }).click();
    await expect(page.getByRole("heading", { name: "Люди" })).toBeVisible();
    await expect(page.getByRole("alert")).toBeHidden();
  } finally {
    await bringBack();
  }
  await expect.poll(async () => (await page.request.get("/api/v1/analytics/freshness")).status(), { timeout: 30_000 }).toBe(200);
  await page.getByRole("link", { name: "Показатели" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  await expect(page.getByRole("alert")).toBeHidden();
});
