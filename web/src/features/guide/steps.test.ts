import { expect, it } from "vitest";

import { stepsOf } from "./steps";

const all = { people: true, journal: true, staff: true };

it("counts a step as done by what is there, not by what was clicked", () => {
  const empty = stepsOf(all, { people: 1, journal: 0, staff: 1 });
  expect(empty?.map(({ done }) => done)).toEqual([false, false, false]);
  const begun = stepsOf(all, { people: 7380, journal: 0, staff: 2 });
  expect(begun?.map(({ done }) => done)).toEqual([true, false, true]);
});

it("shows only what the viewer may do, and nothing before it is known", () => {
  expect(stepsOf({ ...all, people: false, staff: false }, { people: undefined, journal: 3, staff: undefined })).toEqual([
    { name: "journal", done: true, count: 3 },
  ]);
  expect(stepsOf(all, { people: 1, journal: undefined, staff: 1 })).toBeNull();
  expect(stepsOf({ people: false, journal: false, staff: false }, { people: 1, journal: 1, staff: 1 })).toBeNull();
});
