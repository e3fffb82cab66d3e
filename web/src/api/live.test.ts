import { expect, it } from "vitest";

import { staleKeys } from "./live";

it("knows what an event makes stale, also an event that it was not written for", () => {
  expect(staleKeys("nonconformity.nonconformity.assigned.v1")).toEqual(["nonconformities"]);
  expect(staleKeys("nonconformity.sticker.glued.v1")).toEqual(["nonconformities"]);
  expect(staleKeys("people.branch.changed.v1")).toEqual(["branches", "people", "me"]);
  expect(staleKeys("people.second_factor.enabled.v1")).toEqual(["me", "sessions", "accounts"]);
  expect(staleKeys("weather.rain.began.v1")).toEqual([]);
});
