/** The product in a real browser, against the real stack. `make browser` runs all of it, `make test` what is quick. */
import { defineConfig } from "@playwright/test";

import { chromium } from "./chromium";
import { QUICK } from "./support/quick";
import type { Options } from "./support/test";

const { executablePath, env } = chromium();
const PICTURES = process.env["PICTURES"] === "1";

export default defineConfig<object, Options>({
  outputDir: ".results/tests",
  globalSetup: "./support/setup.ts",
  timeout: 45_000,
  expect: { timeout: 8_000 },
  // A test that fails now and then has found something.
  retries: 0,
  workers: 2,
  fullyParallel: true,
  forbidOnly: process.env["CI"] !== undefined,
  reporter: [["list"]],
  reportSlowTests: null,
  use: {
    locale: "ru-RU",
    timezoneId: "Europe/Moscow",
    viewport: { width: 1440, height: 900 },
    contextOptions: { reducedMotion: "reduce" },
    actionTimeout: 8_000,
    navigationTimeout: 15_000,
    trace: "retain-on-failure",
    launchOptions: {
      executablePath,
      env: { ...process.env, ...env },
      args: ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"],
    },
  },
  ...(QUICK ? { grepInvert: /@demonstration/ } : {}),
  projects: PICTURES
    ? [{ name: "pictures", testDir: "pictures" }]
    : QUICK
    ? [
        { name: "stories", testDir: "stories" },
        { name: "measured", testDir: "measured", testMatch: ["bundles.spec.ts", "three-people.spec.ts"] },
      ]
    : [
        { name: "stories", testDir: "stories" },
        { name: "screens", testDir: "screens", timeout: 90_000 },
        { name: "empty", testDir: "empty", use: { union: "empty" } },
        // Alone, when nothing else runs: they measure.
        { name: "measured", testDir: "measured", workers: 1, dependencies: ["stories", "screens", "empty"] },
      ],
});
