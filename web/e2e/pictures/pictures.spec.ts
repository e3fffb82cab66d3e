/** `make pictures`: every screen at three widths, light and dark, into docs/pictures. */
import type { Page } from "@playwright/test";
import { mkdirSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

import { SCREENS, show } from "../support/screens";
import { test } from "../support/test";

const FOLDER = fileURLToPath(new URL("../../../docs/pictures/", import.meta.url));
const SIZES = [
  { width: 1440, height: 900 },
  { width: 768, height: 1024 },
  { width: 390, height: 844 },
];
/** Text stays sharp, and all the pictures together stay small enough to be kept with the source. */
const QUALITY = 62;

for (const screen of SCREENS) {
  test.describe(() => {
    test.use({ role: screen.role });
    for (const size of SIZES) {
      test(`${screen.name} at ${size.width}`, async ({ page, scene }) => {
        await page.setViewportSize(size);
        for (const colorScheme of ["light", "dark"] as const) {
          await page.emulateMedia({ colorScheme });
          if (colorScheme === "light") await show(page, screen, scene);
          await page.mouse.move(size.width - 1, size.height - 1);
          await take(page, `${screen.name}-${size.width}-${colorScheme}`);
        }
      });
    }
  });
}

async function take(page: Page, name: string): Promise<void> {
  // Colours that fade from one theme into the other.
  await page.waitForTimeout(250);
  const session = await page.context().newCDPSession(page);
  const { data } = await session.send("Page.captureScreenshot", { format: "webp", quality: QUALITY });
  mkdirSync(FOLDER, { recursive: true });
  writeFileSync(`${FOLDER}${name}.webp`, Buffer.from(data, "base64"));
}
