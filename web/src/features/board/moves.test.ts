import { expect, it } from "vitest";

import { movesOf } from "./moves";

it("leads where the allowed acts lead, and nowhere else", () => {
  expect([...movesOf("registered", ["edit", "assign", "reject", "merge"])]).toEqual([
    ["assigned", "assign"],
    ["rejected", "reject"],
    ["duplicate", "merge"],
  ]);
  expect([...movesOf("fixed", ["verify", "return"])]).toEqual([
    ["in_progress", "return"],
    ["closed", "verify"],
  ]);
  expect(movesOf("assigned", []).size).toBe(0);
});

it("is not moved by an act that leaves it where it is", () => {
  expect(movesOf("assigned", ["assign", "move-due-date"]).size).toBe(0);
});

it("takes a disputed record to work or to triage, as it stood", () => {
  expect([...movesOf("closed", ["dispute"])]).toEqual([["in_progress", "dispute"]]);
  expect([...movesOf("rejected", ["dispute"])]).toEqual([["registered", "dispute"]]);
});
