import { expect, it } from "vitest";

import { reconciled } from "./following";

const base = { place: "отм. 8", description: "нет ограждения", severity: "medium", observer_ids: ["1"] };

it("keeps what was typed, and takes what others changed elsewhere", () => {
  const mine = { ...base, description: "нет ограждения у люка" };
  const theirs = { ...base, severity: "high" };
  expect(reconciled(base, mine, theirs)).toEqual({ values: { ...mine, severity: "high" }, conflicts: [] });
});

it("names the field that both changed, and leaves it as typed", () => {
  const mine = { ...base, place: "отм. 8, ось 4" };
  const theirs = { ...base, place: "отм. 12" };
  expect(reconciled(base, mine, theirs)).toEqual({ values: mine, conflicts: ["place"] });
});

it("sees no conflict where both say the same", () => {
  const same = { ...base, place: "отм. 12" };
  expect(reconciled(base, same, { ...same }).conflicts).toEqual([]);
});

it("compares lists by what is in them", () => {
  const mine = { ...base, place: "отм. 9", observer_ids: ["1"] };
  const theirs = { ...base, observer_ids: ["1", "2"] };
  expect(reconciled(base, mine, theirs)).toEqual({ values: { ...mine, observer_ids: ["1", "2"] }, conflicts: [] });
});
