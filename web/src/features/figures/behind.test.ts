import { expect, it } from "vitest";

import { behind, journalOf } from "./behind";

const SCOPE = { from: "2026-01-01", to: "2026-03-31" };

it("opens the journal itself where its filters say what the figure counts", () => {
  expect(journalOf({ ...SCOPE, figure: "overdue", branch_id: "7" })).toEqual({
    found_from: "2026-01-01",
    found_to: "2026-03-31",
    branch_id: "7",
    overdue: true,
  });
  expect(journalOf({ figure: "open", group_by: "inspector", group: "p1" })).toEqual({
    state: ["registered", "assigned", "in_progress", "fixed"],
    author_id: "p1",
  });
  expect(behind({ figure: "closed", group_by: "severity", group: "high" })).toEqual({
    to: "/journal",
    search: { state: ["closed"], severity: ["high"] },
  });
});

it("keeps a list of its own for what no filter of the journal asks", () => {
  for (const search of [
    { ...SCOPE, figure: "on_time_first" },
    { figure: "closed", group_by: "closed_month", group: "2026-03" },
    { figure: "open", group_by: "responsible", group: "none" },
  ] as const) {
    expect(behind(search)).toEqual({ to: "/figures/records", search });
  }
});

it("lets the group decide when a figure of one branch is broken down by branch", () => {
  expect(journalOf({ branch_id: "7", group_by: "branch", group: "8" })).toEqual({ branch_id: "8" });
});
