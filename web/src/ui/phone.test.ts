import { expect, test } from "vitest";

import { formatPhone } from "./phone";

test("a number of this country is grouped as it is read aloud", () => {
  expect(formatPhone("+79340929353")).toBe("+7 934 092-93-53");
});

test("a number of another country stays as it was written", () => {
  expect(formatPhone("+905321234567")).toBe("+905321234567");
});
