import { expect, it } from "vitest";

import { namesOf, openOnes } from "./open";

const places = [
  { id: "k", name: "Курское", closed_at: null },
  { id: "r", name: "Ростовское", closed_at: "2026-03-01T09:00:00Z" },
  { id: "s", name: "Смоленское", closed_at: "2026-03-01T09:00:00Z" },
];
const offered = (...chosen: (string | null | undefined)[]): string[] => openOnes(places, chosen).map(({ name }) => name);

it("offers what is open, and what is chosen already", () => {
  expect(offered(null, undefined)).toEqual(["Курское"]);
  expect(offered("r")).toEqual(["Курское", "Ростовское"]);
});

it("knows closed ones by name", () => {
  expect(namesOf(places)).toContainEqual({ value: "s", label: "Смоленское" });
});
