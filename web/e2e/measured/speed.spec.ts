/** How long somebody waits, on the journal of the demonstration union: 5,000 records. */
import type { Page } from "@playwright/test";

import { within } from "../support/measure";
import { expect, test } from "../support/test";

const PAINT_MS = 300;
const ROUNDS = 20;
/** Nobody clicks sooner than this after their mouse has come to a link. */
const HOVER_MS = 100;
/** A key that is pressed shows within this; who types fast presses one every 100 ms. */
const BLOCKED_MS = 200;

/** From the click on a link of the menu, by a mouse that came from somewhere, until the first record stands on the screen. */
async function fromClickToPaint(page: Page, name: string, painted: string): Promise<number> {
  const link = page.getByRole("navigation").getByRole("link", { name, exact: true });
  const took = page.evaluate(
    (selector) =>
      new Promise<number>((resolve) => {
        const look = (began: number): void => {
          // What is found in a frame is painted before the next one begins.
          if (document.querySelector(selector)) requestAnimationFrame((now) => resolve(now - began));
          else requestAnimationFrame(() => look(began));
        };
        window.addEventListener("click", ({ timeStamp }) => look(timeStamp), { capture: true, once: true });
      }),
    painted,
  );
  await link.hover();
  await page.waitForTimeout(HOVER_MS);
  await link.click();
  return took;
}

/** The longest stretches in which the page could not answer its reader. */
async function blockedWhile(page: Page, act: () => Promise<void>): Promise<number> {
  await page.evaluate(() => {
    const seen: number[] = [];
    Object.assign(window, { blocked: seen });
    new PerformanceObserver((list) => seen.push(...list.getEntries().map(({ duration }) => duration))).observe({ type: "longtask" });
  });
  await act();
  return page.evaluate(() => Math.max(0, ...(window as unknown as { blocked: number[] }).blocked));
}

test("the list of 25 of 5,000 is painted right after the click", async ({ page }) => {
  const records = 'a[href^="/journal/0"]';
  const took: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    await page.goto("/people");
    await expect(page.getByRole("heading", { name: "Люди" })).toBeVisible();
    await page.waitForLoadState("networkidle");
    took.push(await fromClickToPaint(page, "Журнал", records));
    await expect.poll(() => page.locator(records).count()).toBeGreaterThanOrEqual(25);
  }
  took.sort((a, b) => a - b);
  console.log(`      ${took.map(Math.round).join(", ")}`);
  for (const share of [50, 95]) within(PAINT_MS, "ms", `from the click to 25 of 5,000 records painted, p${share} of ${ROUNDS}`, took[Math.ceil((ROUNDS * share) / 100) - 1] ?? Infinity);
});

test("typing in the search never waits for the list", async ({ page }) => {
  await page.goto("/journal");
  await expect(page.getByText(/^НС-\d{4}-\d+$/).first()).toBeVisible();
  const blocked = await blockedWhile(page, async () => {
    await page.getByRole("searchbox", { name: "Слова или номер" }).pressSequentially("лестница без перил", { delay: 60 });
    await expect(page).toHaveURL(/q=/);
    await page.waitForLoadState("networkidle");
  });
  within(BLOCKED_MS, "ms", "the longest wait of a key while the journal is searched", blocked);
});
