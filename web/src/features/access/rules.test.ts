import { expect, it } from "vitest";

import type { AccountCard, PermissionCard } from "@/api/schema";

import { sectionsOf } from "./sections";
import { standingOf } from "./standing";

const permission = (section: string, code: string): PermissionCard =>
  ({ section, code, name: code, name_ru: code, name_en: code, held_everywhere: true });

it("gathers permissions under their headings and keeps the order of the service", () => {
  const known = [permission("Люди", "a"), permission("Журнал", "b"), permission("Люди", "c")];
  expect(sectionsOf(known).map(({ name, permissions }) => [name, permissions.map(({ code }) => code)])).toEqual([
    ["Люди", ["a", "c"]],
    ["Журнал", ["b"]],
  ]);
});

it("says of an account first what keeps its person out", () => {
  const account: AccountCard = {
    id: "1", version: 1, person_id: "2", login: "orlova", disabled: false, locked_until: null, password_set_at: "2026-05-04T10:00:00Z",
    last_signed_in_at: null, second_factor: false, allowed_actions: [],
  };
  const locked = { ...account, locked_until: "2026-05-04T11:00:00Z" };
  const seen = [account, { ...account, password_set_at: null }, locked, { ...locked, disabled: true }];
  expect(seen.map(standingOf)).toEqual(["active", "invited", "locked", "closed"]);
});
