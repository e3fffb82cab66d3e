import { expect, it } from "vitest";

import { figuresSearch, recordsSearch, stepOf } from "./search";

it("keeps period, branch and what is asked for in the address", () => {
  const search = { from: "2026-01-01", to: "2026-03-31", branch_id: "7", by: "site", time: "working", step: "week" };
  expect(figuresSearch(search)).toEqual(search);
});

it("leaves out what it does not understand", () => {
  expect(figuresSearch({ from: "01.01.2026", by: "weather", time: "clock", step: "day" })).toEqual({});
  expect(recordsSearch({ figure: "lost", group_by: "site" })).toEqual({});
});

it("keeps no name of a person in the address of a list, the key alone", () => {
  const search = { figure: "cycle", group_by: "inspector", group: "p1" };
  expect(recordsSearch({ ...search, label: "Ёлкина" })).toEqual(search);
});

it("counts a quarter by weeks, a longer period by months, unless told otherwise", () => {
  expect(stepOf({ from: "2026-01-01", to: "2026-03-31" })).toBe("week");
  expect(stepOf({ from: "2026-01-01", to: "2026-12-31" })).toBe("month");
  expect(stepOf({})).toBe("month");
  expect(stepOf({ step: "week" })).toBe("week");
});
