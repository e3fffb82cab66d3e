import { QUICK } from "./quick";
import { expect } from "./test";

/** On a machine that does much else at the same time, PATIENCE=5 allows everything five times as long. */
const PATIENCE = Number(process.env["PATIENCE"] ?? (QUICK ? "3" : "1"));

/** Says what was measured, and fails the test (in the end, not at once) when it is too much. */
export function within(limit: number, unit: "ms" | "kB", what: string, measured: number): void {
  const value = Math.round(measured);
  console.log(`      ${value} ${unit} (of ${limit})  ${what}`);
  expect.soft(measured, `${what}, ${unit}`).toBeLessThanOrEqual(unit === "ms" ? limit * PATIENCE : limit);
}
