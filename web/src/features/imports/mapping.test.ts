import { expect, it } from "vitest";

import { corrected, fieldOf, letterOf, taughtBy } from "./mapping";

const column = (number: number, heading: string, field: string | null) => ({ number, heading, field, samples: [] });
const COLUMNS = [column(1, "ФИО", "full_name"), column(2, "Участок", null), column(3, " Цех ", "unit"), column(4, "", null)];

it("gives a field to one column only", () => {
  const correction = corrected(COLUMNS, {}, 2, "unit");
  expect(correction).toEqual({ 2: "unit", 3: null });
  expect(COLUMNS.map((one) => fieldOf(one, correction))).toEqual(["full_name", "unit", null, null]);
});

it("keeps nothing of a choice that was taken back", () => {
  const there = corrected(COLUMNS, {}, 2, "unit");
  expect(corrected(COLUMNS, there, 3, "unit")).toEqual({});
});

it("remembers headings, not columns without one or left out", () => {
  expect(taughtBy(COLUMNS, { 2: "unit", 3: null, 4: "city" })).toEqual([{ heading: "Участок", field: "unit" }]);
});

it("names columns as the spreadsheet program does", () => {
  expect([1, 26, 27, 52, 703].map(letterOf)).toEqual(["A", "Z", "AA", "AZ", "AAA"]);
});
