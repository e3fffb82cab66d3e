import { expect, it } from "vitest";

import { accessSearch } from "./search";

it("reads which part is open and its filters, and leaves out what it does not understand", () => {
  expect(accessSearch({ tab: "grants", role: "inspector", grant: "withdrawn" })).toEqual({ tab: "grants", role: "inspector", grant: "withdrawn" });
  expect(accessSearch({ tab: "keys", q: 101772, account: "happy", grant: 3 })).toEqual({ q: "101772" });
});
