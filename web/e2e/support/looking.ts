/** What the eye of a test sees: what axe says against a screen, and what sticks out of it. */
import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "@playwright/test";

import { expect } from "./test";

export const THEMES = ["light", "dark"] as const;
/** Of axe's four levels those that keep somebody from working. */
const BAD = ["serious", "critical"];

/** Nothing serious in either theme; `within`: of a part of the page that is named by a selector. */
export async function axeIsContent(page: Page, what: string, within?: string): Promise<void> {
  for (const colorScheme of THEMES) {
    await page.emulateMedia({ colorScheme });
    await page.evaluate(stillness);
    expect.soft(await violations(page, within), `${what}, ${colorScheme}`).toEqual([]);
  }
}

/** Runs in the page: colours fade from one theme into the other, and what is between is nobody's choice. */
async function stillness(): Promise<void> {
  await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
  const fading = document.getAnimations().filter((one) => Number.isFinite(one.effect?.getComputedTiming().endTime));
  await Promise.allSettled(fading.map(({ finished }) => finished));
}

async function violations(page: Page, within?: string): Promise<string[]> {
  const axe = new AxeBuilder({ page });
  const { violations: found } = await (within ? axe.include(within) : axe).analyze();
  return found
    .filter(({ impact }) => BAD.includes(impact ?? ""))
    .map(({ id, nodes }) => `${id}: ${nodes.map(({ target, any }) => `${target.join(" ")} ${any[0]?.message ?? ""}`).join("; ").slice(0, 600)}`);
}

/** What sticks out to the right; who looks at a phone should not have to push a page about. */
export const sticksOut = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const { scrollWidth, clientWidth } = document.documentElement;
    if (scrollWidth <= clientWidth) return [];
    const wide = Array.from(document.querySelectorAll("body *")).filter((one) => one.getBoundingClientRect().right > clientWidth + 1);
    return wide.slice(0, 5).map((one) => `${one.tagName.toLowerCase()}.${(one.getAttribute("class") ?? "").slice(0, 60)}`);
  });
