import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "@playwright/test";

import { SCREENS, show } from "../support/screens";
import { expect, test } from "../support/test";

const WIDTHS = { desk: { width: 1440, height: 900 }, phone: { width: 390, height: 844 } };
const THEMES = ["light", "dark"] as const;
/** Of axe's four levels those that keep somebody from working. */
const BAD = ["serious", "critical"];

async function violations(page: Page): Promise<string[]> {
  const { violations: found } = await new AxeBuilder({ page }).analyze();
  return found
    .filter(({ impact }) => BAD.includes(impact ?? ""))
    .map(({ id, nodes }) => `${id}: ${nodes.map(({ target, any }) => `${target.join(" ")} ${any[0]?.message ?? ""}`).join("; ").slice(0, 600)}`);
}

/** What sticks out to the right; who looks at a phone should not have to push a page about. */
const sticksOut = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const { scrollWidth, clientWidth } = document.documentElement;
    if (scrollWidth <= clientWidth) return [];
    const wide = Array.from(document.querySelectorAll("body *")).filter((one) => one.getBoundingClientRect().right > clientWidth + 1);
    return wide.slice(0, 5).map((one) => `${one.tagName.toLowerCase()}.${(one.getAttribute("class") ?? "").slice(0, 60)}`);
  });

for (const screen of SCREENS) {
  test.describe(() => {
    test.use({ role: screen.role });
    test(`${screen.name}: for everybody, light and dark, at a desk and on a phone`, async ({ page, scene }) => {
      await page.emulateMedia({ colorScheme: "light" });
      await show(page, screen, scene);
      for (const [width, size] of Object.entries(WIDTHS)) {
        await page.setViewportSize(size);
        for (const colorScheme of THEMES) {
          await page.emulateMedia({ colorScheme });
          expect.soft(await violations(page), `${screen.name}, ${width}, ${colorScheme}`).toEqual([]);
        }
        expect.soft(await sticksOut(page), `${screen.name}, ${width}: too wide`).toEqual([]);
      }
    });
  });
}
