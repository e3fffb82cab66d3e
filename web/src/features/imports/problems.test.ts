import { expect, it } from "vitest";

import { grouped, stretches } from "./problems";

const problem = (row: number | null, code: string, column: string | null, message: string) => ({ row, code, column, message });

it("says the same once, with the rows it is said of; what concerns the file comes first", () => {
  const groups = grouped([
    problem(3, "unknown_site", "Площадка", "Нет «Курской»"),
    problem(4, "unknown_site", "Площадка", "Нет «Курской»"),
    problem(9, "unknown_site", "Площадка", "Нет «Минской»"),
    problem(null, "column_missing", null, "Нет столбца «Место»"),
  ]);
  expect(groups.map(({ code, count }) => [code, count])).toEqual([["column_missing", 1], ["unknown_site", 3]]);
  expect(groups[1]?.said).toEqual([
    { message: "Нет «Курской»", rows: [3, 4] },
    { message: "Нет «Минской»", rows: [9] },
  ]);
});

it("keeps columns apart", () => {
  const groups = grouped([problem(3, "date_unreadable", "Срок", "?"), problem(3, "date_unreadable", "Дата", "?")]);
  expect(groups).toHaveLength(2);
});

it("writes rows in stretches", () => {
  expect(stretches([9, 3, 4, 5, 5])).toBe("3–5, 9");
});
