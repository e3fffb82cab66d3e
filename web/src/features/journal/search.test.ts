import { expect, it } from "vitest";

import { journalSearch } from "./search";

it("reads the filters of an address", () => {
  const search = { q: "каска", state: ["fixed", "assigned"], overdue: true, sort: "-due_on", site_id: "7" };
  expect(journalSearch(search)).toEqual({ ...search, state: ["assigned", "fixed"] });
});

it("takes one state as well as several", () => {
  expect(journalSearch({ state: "fixed" })).toEqual({ state: ["fixed"] });
});

it("leaves out what it does not understand", () => {
  expect(journalSearch({ q: " ", state: ["lost"], severity: 5, overdue: "yes", sort: "name", page: 3 })).toEqual({});
});
