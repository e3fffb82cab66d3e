import { expect, it } from "vitest";

import { placeIn } from "./trail";

const trail = { search: {}, ids: ["a", "b", "c"] };

it("knows the neighbours of a record in the list that it was opened from", () => {
  expect(placeIn(trail, "b")).toEqual({ previous: "a", next: "c", at: 2, of: 3 });
  expect([placeIn(trail, "a")?.previous, placeIn(trail, "c")?.next]).toEqual([null, null]);
});

it("leads nowhere from a record that was opened by its address", () => {
  expect([placeIn(trail, "z"), placeIn(null, "a")]).toEqual([null, null]);
});
