import { expect, it } from "vitest";

import type { Card } from "@/api/schema";

import { differences } from "./changes";

it("tells which facts differ, and not that people talk and observe", () => {
  const card = { state: "assigned", due_on: "2026-12-01", observers: [], version: 3, co_executors: [] } as unknown as Card;
  const later = { ...card, state: "in_progress", observers: [{ id: "1", name: null }], version: 4, co_executors: [] } as Card;
  expect(differences(card, later)).toEqual(["state"]);
});
