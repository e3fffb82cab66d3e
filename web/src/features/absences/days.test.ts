import { expect, it } from "vitest";

import { standing } from "./days";

it("counts the first and the last day into an absence", () => {
  const may = { first_day: "2026-05-04", last_day: "2026-05-10" };
  const on = (day: string): string => standing(may, day);
  expect(["2026-05-03", "2026-05-04", "2026-05-10", "2026-05-11"].map(on)).toEqual(["ahead", "now", "now", "past"]);
});
