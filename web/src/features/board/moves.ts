/** What it takes to bring a record into another column: an act that leads there and that the record allows. */
import type { Act, State } from "@/api/schema";
import type { Verb } from "@/features/journal/verbs";

export type Move = Verb | "merge";

/** Where each act leads; a disputed record goes back to work, or to triage when it was set aside. */
const LEADS: readonly { act: Move; from?: readonly State[]; to: State }[] = [
  { act: "assign", from: ["registered", "in_progress"], to: "assigned" },
  { act: "start", to: "in_progress" },
  { act: "return", to: "in_progress" },
  { act: "dispute", from: ["closed"], to: "in_progress" },
  { act: "report-fixed", to: "fixed" },
  { act: "verify", to: "closed" },
  { act: "reject", to: "rejected" },
  { act: "merge", to: "duplicate" },
  { act: "unmerge", to: "registered" },
  { act: "dispute", from: ["rejected", "duplicate"], to: "registered" },
];

export function movesOf(from: State, allowed: readonly Act[]): Map<State, Move> {
  const names: readonly string[] = allowed;
  const moves = new Map<State, Move>();
  for (const { act, from: only, to } of LEADS) {
    if (to !== from && names.includes(act) && (!only || only.includes(from)) && !moves.has(to)) moves.set(to, act);
  }
  return moves;
}
