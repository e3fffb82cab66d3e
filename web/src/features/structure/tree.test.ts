import { expect, it } from "vitest";

import type { BranchCard, SiteCard, UnitCard } from "@/api/schema";

import { shownOf, treeOf } from "./tree";

const branch = (id: string, name: string): BranchCard =>
  ({ id, name, city: null, version: 1, closed_at: null, time_zone: "Europe/Moscow", working_calendar: null, allowed_actions: [] });
const unit = (branch_id: string, name: string): UnitCard => ({ id: name, name, branch_id, version: 1, closed_at: null, allowed_actions: [] });
const site = (branch_id: string | null, name: string, aliases: string[] = []): SiteCard =>
  ({ id: name, name, branch_id, aliases, city: null, country: null, version: 1, closed_at: null, allowed_actions: [] });

const parts = {
  branches: [branch("k", "Курское"), branch("r", "Ростовское")],
  units: [unit("k", "Участок сварки"), unit("r", "Цех № 3")],
  sites: [site("k", "Курская АЭС", ["КуАЭС"]), site(null, "АЭС «Аккую»")],
};
const names = (words?: string): unknown[] =>
  treeOf(parts, words).map((node) => [node.branch?.name ?? null, node.units.map(({ name }) => name), node.sites.map(({ name }) => name)]);

it("hangs units and sites under their branch, and what has no branch at the end", () => {
  expect(names()).toEqual([
    ["Курское", ["Участок сварки"], ["Курская АЭС"]],
    ["Ростовское", ["Цех № 3"], []],
    [null, [], ["АЭС «Аккую»"]],
  ]);
});

it("leaves of a branch what was found in it, and all of a branch that was found itself", () => {
  expect(names("цех")).toEqual([["Ростовское", ["Цех № 3"], []]]);
  expect(names("куаэс")).toEqual([["Курское", [], ["Курская АЭС"]]]);
  expect(names("КУРСКОЁ")).toEqual([["Курское", ["Участок сварки"], ["Курская АЭС"]]]);
  expect(names("нет такого")).toEqual([]);
});

it("leaves closed ones out unless they are asked for, and has them after the open ones", () => {
  const closed = { ...branch("a", "Архангельское"), closed_at: "2026-03-01T09:00:00Z" };
  const all = { ...parts, branches: [closed, ...parts.branches], units: [unit("k", "Цех № 1"), { ...unit("k", "Архив"), closed_at: "2026-03-01T09:00:00Z" }] };
  const told = (closedToo: boolean): unknown[] => {
    const { branches, units } = shownOf(all, closedToo);
    return [branches.map(({ name }) => name), units.map(({ name }) => name)];
  };
  expect(told(false)).toEqual([["Курское", "Ростовское"], ["Цех № 1"]]);
  expect(told(true)).toEqual([["Курское", "Ростовское", "Архангельское"], ["Цех № 1", "Архив"]]);
});
