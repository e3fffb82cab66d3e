import { expect, it } from "vitest";

import type { Card } from "@/api/schema";
import { type FindingValues, noValues } from "@/features/finding/values";

import { differences, reconciled } from "./changes";

const base: FindingValues = { ...noValues(null), place: "отм. 8", description: "нет ограждения", severity: "medium" };

it("keeps what was typed, and takes what others changed elsewhere", () => {
  const mine = { ...base, description: "нет ограждения у люка" };
  const theirs: FindingValues = { ...base, severity: "high" };
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

it("tells which facts differ, and not that people talk and observe", () => {
  const card = { state: "assigned", due_on: "2026-12-01", observers: [], version: 3, co_executors: [] } as unknown as Card;
  const later = { ...card, state: "in_progress", observers: [{ id: "1", name: null }], version: 4, co_executors: [] } as Card;
  expect(differences(card, later)).toEqual(["state"]);
});
