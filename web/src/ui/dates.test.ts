import { expect, it } from "vitest";

import { daysUntil, parseDay } from "./dates";

it("counts the days of the branch, not of the reader", () => {
  const newYearsEve = new Date("2026-12-31T21:30:00Z"); // 0:30 of the next day in Moscow
  expect(daysUntil("2027-01-02", "Europe/Moscow", newYearsEve)).toBe(1);
  expect(daysUntil("2027-01-02", "UTC", newYearsEve)).toBe(2);
  expect(daysUntil("2026-12-30", "Europe/Moscow", newYearsEve)).toBe(-2);
});

it("reads a day as it is typed here: the day first, then the month", () => {
  expect(["01.11.2026", "1.11.26", "30/11/2026", " 2026-11-30 "].map(parseDay)).toEqual([
    "2026-11-01",
    "2026-11-01",
    "2026-11-30",
    "2026-11-30",
  ]);
});

it("takes nothing for a day that is none", () => {
  expect(["31.04.2026", "11.13.2026", "завтра", "2026", ""].map(parseDay)).toEqual([null, null, null, null, null]);
});
