import { expect, it } from "vitest";

import { type Row, sorted } from "./rows";

const row = (label: string, share: number | null): Row => ({ key: label, label, values: { share } });

it("sorts by a figure, and keeps what has none at the end either way", () => {
  const rows = [row("а", null), row("б", 0.5), row("в", 0.9), row("г", 0.5)];
  expect(sorted(rows, "share", true).map(({ label }) => label)).toEqual(["в", "б", "г", "а"]);
  expect(sorted(rows, "share", false).map(({ label }) => label)).toEqual(["б", "г", "в", "а"]);
});

it("sorts names as people count", () => {
  const rows = [row("Блок 10", 1), row("Блок 2", 2)];
  expect(sorted(rows, "label", false).map(({ label }) => label)).toEqual(["Блок 2", "Блок 10"]);
});
