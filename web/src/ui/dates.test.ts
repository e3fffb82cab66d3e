import i18next from "i18next";
import { expect, it } from "vitest";

import { daysUntil, formatAgo, formatDay, parseDay } from "./dates";

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

it("tells how long ago in words, and after a few days by the date", async () => {
  await i18next.init({ lng: "ru" });
  const now = new Date("2026-11-23T12:00:00Z");
  const told = ["11:59:40", "11:55:00", "09:10:00"].map((time) => formatAgo(`2026-11-23T${time}Z`, now));
  expect(told).toEqual(["сейчас", "5 минут назад", "2 часа назад"]);
  expect(formatAgo("2026-11-22T11:00:00Z", now)).toBe("вчера");
  expect(formatAgo("2026-11-02T11:00:00Z", now)).toBe("2 нояб.");
});

it("writes the day before the month in English too, as it is typed", async () => {
  await i18next.init({ lng: "en" });
  expect(formatDay("2026-11-03")).toBe("03/11/2026");
  expect(formatDay("2026-11-03", "long")).toBe("3 November 2026");
});
