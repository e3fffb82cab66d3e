import { QueryClient } from "@tanstack/react-query";
import { beforeEach, expect, it, vi } from "vitest";

import type { Me } from "@/api/schema";

import { meQuery } from "./queries";
import { watchPerson } from "./whose";

vi.hoisted(() => vi.stubGlobal("location", { origin: "http://profkom.test" }));

const me = (id: string): Me => ({ id }) as Me;

/** As a tab has it: text by name. */
class Kept extends Map<string, string> {
  getItem = (name: string): string | null => this.get(name) ?? null;
  setItem = (name: string, text: string): void => void this.set(name, text);
}

let kept: Kept;
let client: QueryClient;
const anew = vi.fn();

beforeEach(() => {
  kept = new Kept();
  client = new QueryClient();
  anew.mockClear();
  watchPerson(client, kept as unknown as Storage, anew);
});

it("leaves a person what the tab keeps for them, however often they sign in", () => {
  client.setQueryData(meQuery.queryKey, me("anna"));
  kept.setItem("profkom.comment.1", "проверить лестницу");
  client.setQueryData(meQuery.queryKey, me("anna"));
  expect([kept.getItem("profkom.comment.1"), anew.mock.calls.length]).toEqual(["проверить лестницу", 0]);
});

it("begins anew for another person, who finds nothing of the former", () => {
  client.setQueryData(meQuery.queryKey, me("anna"));
  kept.setItem("profkom.comment.1", "проверить лестницу");
  client.setQueryData(meQuery.queryKey, me("boris"));
  expect([kept.getItem("profkom.comment.1"), anew.mock.calls.length]).toEqual([null, 1]);
});

it("knows the former person also after the page was loaded again", () => {
  client.setQueryData(meQuery.queryKey, me("anna"));
  kept.setItem("profkom.trail", "{}");
  const later = new QueryClient();
  watchPerson(later, kept as unknown as Storage, anew);
  later.setQueryData(meQuery.queryKey, me("boris"));
  expect([kept.getItem("profkom.trail"), anew.mock.calls.length]).toEqual([null, 1]);
});
