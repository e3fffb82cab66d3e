import { expect, it } from "vitest";

import { USUAL_COLUMNS, isView, readColumns, readViews, withView } from "./views";

it("shows columns in the order of the table, and the usual ones to who chose none", () => {
  expect(readColumns(["due_on", "severity", "weather"])).toEqual(["severity", "due_on"]);
  expect(readColumns(undefined)).toEqual(USUAL_COLUMNS);
});

it("reads views that are whole, each by the rules of the address", () => {
  const kept = [{ name: "Мои", search: { mine: true, page: 3 } }, { name: " " }, "?", { name: "Пусто", search: null }];
  expect(readViews(kept)).toEqual([{ name: "Мои", search: { mine: true } }]);
});

it("knows the view that is shown, whatever the order of its filters", () => {
  const view = { name: "Мои", search: { mine: true, overdue: true } };
  expect(isView(view, { overdue: true, mine: true, q: undefined })).toBe(true);
  expect(isView(view, { mine: true })).toBe(false);
});

it("replaces a view of the same name", () => {
  const views = withView([{ name: "Мои", search: {} }], { name: "Мои", search: { mine: true } });
  expect(views).toEqual([{ name: "Мои", search: { mine: true } }]);
});
