import { expect, it } from "vitest";

import { type Lines, linesOf, treeOf } from "./condition";

const both: Lines = {
  join: "any",
  lines: [
    { field: "person.is_member", op: "equals", values: [false] },
    { field: "person.age", op: "between", values: [18, 35] },
    { field: "person.city", op: "in", values: ["Курск"] },
    { field: "person.position", op: "unknown", values: [] },
  ],
};

it("writes what the API reads, and reads it back", () => {
  const tree = treeOf(both);
  expect(tree).toEqual({
    any: [
      { field: "person.is_member", op: "equals", value: false },
      { field: "person.age", op: "between", value: [18, 35] },
      { field: "person.city", op: "in", value: ["Курск"] },
      { field: "person.position", op: "unknown" },
    ],
  });
  expect(linesOf(tree ?? {})).toEqual(both);
});

it("has nothing to count while something is missing", () => {
  const lacking = [
    { field: "", op: "", values: [] },
    { field: "person.age", op: "between", values: [18] },
    { field: "person.city", op: "in", values: [] },
    { field: "person.city", op: "equals", values: [""] },
  ];
  for (const line of lacking) expect(treeOf({ join: "all", lines: [line] })).toBeNull();
  expect(treeOf({ join: "all", lines: [] })).toBeNull();
});

it("takes a single comparison for a form of one line, and leaves groups in groups alone", () => {
  expect(linesOf({ field: "person.city", op: "equals", value: "Курск" })?.lines).toHaveLength(1);
  expect(linesOf({ all: [{ any: [] }] })).toBeNull();
});
