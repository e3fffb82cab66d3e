import { expect, it } from "vitest";

import { CHANGES, unseen } from "./changes";

const told = (seen: string | null): string[] => unseen(seen, [{ version: "3", ru: [], en: [] }, { version: "2", ru: [], en: [] }, { version: "1", ru: [], en: [] }]).map(({ version }) => version);

it("tells what came since the last look, once, and nothing at the first", () => {
  expect([told("1"), told("3"), told(null)]).toEqual([["3", "2"], [], []]);
});

it("tells of the newest alone who comes from a version that is told no more", () => {
  expect(told("0")).toEqual(["3"]);
});

it("says as much in both languages", () => {
  for (const { version, ru, en } of CHANGES) expect(ru.length, version).toBe(en.length);
});
