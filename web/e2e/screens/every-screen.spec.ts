/** Every screen, and all that opens above one: what axe says, what the keyboard reaches, what a phone's width does. */
import { LAYERS } from "../support/layers";
import { axeIsContent, sticksOut } from "../support/looking";
import { reach } from "../support/reach";
import { SCREENS, show } from "../support/screens";
import { expect, test } from "../support/test";

const DESK = { width: 1440, height: 900 };
const TABLET = { width: 768, height: 1024 };
const PHONE = { width: 390, height: 844 };

for (const screen of SCREENS) {
  test.describe(() => {
    test.use({ role: screen.role });
    test(`${screen.name}: for everybody, light and dark, at a desk and on a phone`, async ({ page, scene }) => {
      await page.emulateMedia({ colorScheme: "light" });
      await show(page, screen, scene);
      await axeIsContent(page, `${screen.name}, desk`);
      const { actions, missed } = await reach(page);
      expect.soft(missed, `${screen.name}: out of the keyboard's reach`).toEqual([]);
      await page.setViewportSize(TABLET);
      await expect.poll(() => sticksOut(page), `${screen.name}, tablet: too wide`).toEqual([]);
      await page.setViewportSize(PHONE);
      await axeIsContent(page, `${screen.name}, phone`);
      await expect.poll(() => sticksOut(page), `${screen.name}, phone: too wide`).toEqual([]);
      console.log(`      ${actions} actions, all reached by keyboard; axe: light and dark, desk and phone  ${screen.name}`);
    });
  });
}

for (const { kind = "dialog", stays, wide, ...screen } of LAYERS) {
  test.describe(() => {
    test.use({ role: screen.role });
    test(`${screen.name} (${kind}): for everybody, light and dark; Esc leads back to where it was opened`, async ({ page, scene }) => {
      const opened = page.getByRole(kind).last();
      await page.emulateMedia({ colorScheme: "light" });
      await show(page, screen, scene);
      await expect(opened).toBeVisible();
      if (kind !== "listbox") await expect.poll(() => page.evaluate(hasFocus), `${screen.name}: the focus is not in it`).toBe(true);
      await axeIsContent(page, `${screen.name}, desk`, `[role="${kind}"]`);
      const { actions, missed } = await reach(page);
      expect.soft(missed, `${screen.name}: out of the keyboard's reach`).toEqual([]);
      if (!wide) {
        await page.setViewportSize(PHONE);
        await expect.poll(() => sticksOut(page), `${screen.name}, phone: too wide`).toEqual([]);
        await page.setViewportSize(DESK);
      }
      console.log(`      ${actions} actions, all reached by keyboard; axe: light and dark  ${screen.name}`);
      if (stays) return;
      await page.keyboard.press("Escape");
      await expect(opened).toHaveCount(0);
      const lost = (): Promise<boolean> => page.evaluate(() => document.activeElement?.matches("body, [role=dialog] *") ?? true);
      await expect.poll(lost, `${screen.name}: the focus is lost`).toBe(false);
    });
  });
}

/** Runs in the page. */
const hasFocus = (): boolean => document.activeElement?.closest('[role="dialog"], [role="menu"]') != null;
