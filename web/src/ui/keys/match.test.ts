import { describe, expect, it } from "vitest";

import { type Target, capsOf, isForPage } from "./match";

const at = (tagName: string, within: string[] = [], isContentEditable = false): Target => ({
  tagName,
  isContentEditable,
  closest: (selector) => within.find((role) => selector.includes(`"${role}"`)) ?? null,
});

describe("a key is a command of the page", () => {
  it("on the page itself, a button, a row", () => {
    expect([isForPage(null, false), isForPage(at("BODY"), false), isForPage(at("BUTTON"), false)]).toEqual([true, true, true]);
  });

  it("never while something is typed", () => {
    for (const field of ["INPUT", "TEXTAREA", "SELECT"]) expect(isForPage(at(field), false), field).toBe(false);
    expect(isForPage(at("DIV", [], true), false)).toBe(false);
  });

  it("never under a dialog, and not in a menu", () => {
    expect(isForPage(at("BODY"), true)).toBe(false);
    expect(isForPage(at("BUTTON", ["menu"]), false)).toBe(false);
  });
});

it("names keys as they are printed on the keyboard", () => {
  expect(capsOf("mod+Enter", false)).toEqual(["Ctrl", "Enter"]);
  expect(capsOf("mod+Enter", true)).toEqual(["⌘", "Enter"]);
  expect([capsOf("j", false), capsOf("shift+?", false), capsOf("slash", false)]).toEqual([["J"], ["?"], ["/"]]);
});
