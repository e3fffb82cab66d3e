import { expect, it } from "vitest";

import { Problem } from "@/api/problem";
import type { ViewIn } from "@/api/schema";

import { moveViews, readViews } from "./moving";

const refusal = (status: number): Problem => new Problem({ title: "", detail: "", status, code: "", correlation_id: "" });
const kept = [
  { name: "Мои", search: { mine: true, sort: "due_on" as const } },
  { name: "Срочные", search: { overdue: true } },
];

it("reads views that are whole, each by the rules of the address", () => {
  const raw = [{ name: "Мои", search: { mine: true, page: 3 } }, { name: " " }, "?", { name: "Пусто", search: null }];
  expect(readViews(raw)).toEqual([{ name: "Мои", search: { mine: true } }]);
});

it("sends each as the service keeps it, also after a refused one", async () => {
  const sent: ViewIn[] = [];
  const left = await moveViews(kept, (view) => {
    sent.push(view);
    return view.name === "Мои" ? Promise.reject(refusal(409)) : Promise.resolve();
  });
  expect(left).toEqual([]);
  expect(sent).toEqual([
    { name: "Мои", filters: "mine=true", sort: "due_on" },
    { name: "Срочные", filters: "overdue=true", sort: null },
  ]);
});

it("keeps those that the service was not there for", async () => {
  expect(await moveViews(kept, ({ name }) => (name === "Мои" ? Promise.resolve() : Promise.reject(refusal(503))))).toEqual([kept[1]]);
});
