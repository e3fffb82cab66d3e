import { expect, it } from "vitest";

import en from "@/i18n/en/help.json";
import ru from "@/i18n/ru/help.json";

import { type Guided, guideOf, partsOf } from "./guides";

it("opens the guide of the section one is in", () => {
  expect(["/", "/journal/new", "/people/1", "/structure", "/access", "/elsewhere"].map(guideOf)).toEqual([
    "today", "journal", "people", "people", "access", "today",
  ]);
});

it.each(["today", "journal", "people", "access", "figures", "account"] satisfies Guided[])("has words for every part of «%s», and no others", (section) => {
  for (const texts of [ru, en]) {
    expect(Object.keys(texts[section])).toEqual(["title", ...partsOf(section)]);
  }
});
