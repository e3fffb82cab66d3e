import { expect, it } from "vitest";

import { linkSecret } from "./link";

it("finds the secret of a one-time link in the fragment", () => {
  expect(linkSecret("#link=a-B_9")).toBe("a-B_9");
  expect(linkSecret("link=a-B_9")).toBe("a-B_9");
});

it("takes an ordinary address for no link", () => {
  expect(linkSecret("")).toBeNull();
  expect(linkSecret("#content")).toBeNull();
  expect(linkSecret("#link=")).toBeNull();
});
