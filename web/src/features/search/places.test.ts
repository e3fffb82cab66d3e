import { expect, it } from "vitest";

import { asNumber, foundPlaces, openPlaces } from "./places";

const everything = openPlaces(() => true, () => true);
const names = (typed: string): string[] =>
  foundPlaces(everything, typed, ({ name }) => ({ journalImport: "Загрузить журнал из таблицы. Импорт Excel", journal: "Журнал" })[name] ?? "").map(({ name }) => name);

it("offers nothing that the viewer may not do, or that this client has no screen for", () => {
  const open = openPlaces((permission) => permission === "people:read", (address) => address !== "/account").map(({ to }) => to);
  expect(open).toEqual(["/", "/journal", "/people", "/structure"]);
});

it("finds by the beginnings of words, in any order", () => {
  expect(names("импорт жур")).toEqual(["journalImport"]);
  expect(names("жур")).toEqual(["journalImport", "journal"]);
  expect(names("урнал")).toEqual([]);
});

it("reads a number whatever keyboard it was typed on", () => {
  expect(asNumber(" hc-2026-00042 ")).toBe("НС-2026-00042");
  expect(asNumber("нс 2026-42")).toBe("НС 2026-42");
  expect(asNumber("насос")).toBe("насос");
});
