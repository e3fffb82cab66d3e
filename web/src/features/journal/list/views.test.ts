import { expect, it } from "vitest";

import { journalSearch } from "../search";
import { USUAL_COLUMNS, filtersText, isView, readColumns, searchOf } from "./views";

it("shows columns in the order of the table, and the usual ones to who chose none", () => {
  expect(readColumns(["due_on", "severity", "weather"])).toEqual(["severity", "due_on"]);
  expect(readColumns(undefined)).toEqual(USUAL_COLUMNS);
});

it("keeps every filter and the order, and reads them back as they were", () => {
  const search = journalSearch({
    q: "2026-42", state: ["fixed", "closed"], severity: "low", site_id: "7", found_from: "2026-01-01", overdue: true, repeat: false, sort: "-due_on",
  });
  expect(filtersText(search)).not.toContain("sort");
  expect(searchOf({ filters: filtersText(search), sort: search.sort ?? null })).toEqual(search);
});

it("takes words for words, whatever they look like", () => {
  expect(searchOf({ filters: "q=true", sort: null })).toEqual({ q: "true" });
});

const view = { filters: "mine=true&overdue=true", sort: null, columns: null };

it("knows the view that is shown, whatever the order of its filters", () => {
  expect(isView(view, { overdue: true, mine: true, q: undefined })).toBe(true);
  expect(isView(view, { mine: true })).toBe(false);
  expect(isView({ ...view, sort: "due_on" }, { overdue: true, mine: true })).toBe(false);
});

it("tells other columns, unless the view has none or there is no table", () => {
  const search = { overdue: true, mine: true };
  const narrow = { ...view, columns: ["due_on" as const, "severity" as const] };
  expect(isView(narrow, search, ["severity", "due_on"])).toBe(true);
  expect(isView(narrow, search, ["severity"])).toBe(false);
  expect(isView(narrow, search)).toBe(true);
  expect(isView(view, search, ["severity"])).toBe(true);
});
