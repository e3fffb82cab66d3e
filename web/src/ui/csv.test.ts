import { expect, it } from "vitest";

import { csvOf } from "./csv";

it("writes what Excel opens in Russian: semicolons and decimal commas", () => {
  expect(csvOf([["Площадка", "Дней"], ["Курская; АЭС", 4.5], ["—", null]], "ru")).toBe(
    '\uFEFFПлощадка;Дней\r\n"Курская; АЭС";4,5\r\n—;\r\n',
  );
});

it("writes commas and points in English", () => {
  expect(csvOf([["a,b", 1.5]], "en")).toBe('\uFEFF"a,b",1.5\r\n');
});

it("never lets a text become a formula", () => {
  expect(csvOf([["=1+1", -2]], "en")).toBe("\uFEFF'=1+1,-2\r\n");
});
