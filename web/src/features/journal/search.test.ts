import { expect, it } from "vitest";

import { cleared, filtersOf, journalSearch } from "./search";

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

it("reads a period and how a finding came in", () => {
  const search = { found_from: "2026-01-01", found_to: "2026-03-31", due_before: "2026-05-01", source: "public", repeat: true };
  expect(journalSearch(search)).toEqual(search);
  expect(journalSearch({ found_from: "01.01.2026", source: "post", q: 42 })).toEqual({ q: "42" });
});

it("clears the filters and the words, and keeps the order", () => {
  const search = journalSearch({ q: "каска", overdue: true, site_id: "7", sort: "due_on" });
  expect(filtersOf(search)).toEqual(["site_id", "overdue"]);
  expect({ ...search, ...cleared(search) }).toEqual({ sort: "due_on" });
});
