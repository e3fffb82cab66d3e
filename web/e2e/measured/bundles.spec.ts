/** What a browser has to fetch before anybody sees anything, as the gateway sends it: compressed. */
import type { Page } from "@playwright/test";
import { existsSync, statSync } from "node:fs";
import { fileURLToPath } from "node:url";

import { within } from "../support/measure";
import { expect, test } from "../support/test";

const DIST = fileURLToPath(new URL("../../dist", import.meta.url));

/** Gzipped bytes of every script that the page or one of its workers asks for. */
function weigh(page: Page): () => number {
  const scripts = new Set<string>();
  page.context().on("request", (request) => {
    const { pathname } = new URL(request.url());
    if (pathname.endsWith(".js")) scripts.add(pathname);
  });
  return () => {
    expect(scripts.size).toBeGreaterThan(0);
    return [...scripts].map((path) => sizeOf(DIST + path)).reduce((sum, size) => sum + size, 0) / 1024;
  };
}

/** A script too small to be worth compressing is sent as it is. */
const sizeOf = (path: string): number => statSync(existsSync(`${path}.gz`) ? `${path}.gz` : path).size;

test.describe("the staff client", () => {
  test("comes to its first list with few enough scripts", async ({ page }) => {
    const weight = weigh(page);
    await page.goto("/journal");
    await expect(page.getByText(/^НС-\d{4}-\d+$/).first()).toBeVisible();
    within(300, "kB", "scripts of the staff client up to the first list, gzipped", weight());
  });
});

test.describe("the public form", () => {
  test.use({ role: null });
  test("is small, its worker and its proof of work included", async ({ page }) => {
    const weight = weigh(page);
    await page.goto("/f/");
    await page.getByLabel("Что не так").fill("Скользко");
    await page.evaluate(async () => {
      await navigator.serviceWorker.ready;
    });
    await page.getByRole("button", { name: "У меня есть код" }).click();
    await expect(page.getByLabel("Секретный код")).toBeVisible();
    within(90, "kB", "scripts of the public form, gzipped", weight());
  });
});
