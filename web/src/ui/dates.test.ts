import { expect, it } from "vitest";

import { daysUntil } from "./dates";

it("counts the days of the branch, not of the reader", () => {
  const newYearsEve = new Date("2026-12-31T21:30:00Z"); // 0:30 of the next day in Moscow
  expect(daysUntil("2027-01-02", "Europe/Moscow", newYearsEve)).toBe(1);
  expect(daysUntil("2027-01-02", "UTC", newYearsEve)).toBe(2);
  expect(daysUntil("2026-12-30", "Europe/Moscow", newYearsEve)).toBe(-2);
});
