/** What the figures are of, as it stands in the address: what is not understood is left out. */
import type { paths } from "@/api/schema";

export type Asked = NonNullable<paths["/api/v1/analytics/journal/records"]["get"]["parameters"]["query"]>;

export const DIMENSIONS = [
  "branch",
  "site",
  "category",
  "severity",
  "responsible",
  "inspector",
] as const satisfies readonly Asked["group_by"][];
export type Dimension = (typeof DIMENSIONS)[number];

export interface Scope {
  from?: string;
  to?: string;
  branch_id?: string;
}

export interface FiguresSearch extends Scope {
  by?: Dimension;
  /** By the clock unless working time is asked for. */
  time?: "working";
  step?: Step;
}

export type Step = Extract<Grouping, "week" | "month">;

const FIGURES = [
  "filed",
  "open",
  "overdue",
  "closed",
  "rejected",
  "duplicate",
  "due_first",
  "on_time_first",
  "due_last",
  "on_time_last",
  "repeats",
  "returned",
  "cycle",
  "fixing",
  "time_registered",
  "time_assigned",
  "time_in_progress",
  "time_fixed",
] as const satisfies readonly Asked["figure"][];
export type FigureName = (typeof FIGURES)[number];

const GROUPINGS = [...DIMENSIONS, "week", "month", "closed_week", "closed_month"] as const satisfies readonly Asked["group_by"][];
export type Grouping = (typeof GROUPINGS)[number];

/** The list behind a figure. */
export interface RecordsSearch extends Scope {
  figure?: FigureName;
  group_by?: Grouping;
  /** Its key alone: a name of a person has no place in an address. */
  group?: string;
}

const DAY = /^\d{4}-\d{2}-\d{2}$/;

export function scopeOf(raw: Record<string, unknown>): Scope {
  const scope: Scope = {};
  for (const name of ["from", "to"] as const) {
    const value = raw[name];
    if (typeof value === "string" && DAY.test(value)) scope[name] = value;
  }
  if (typeof raw["branch_id"] === "string") scope.branch_id = raw["branch_id"];
  return scope;
}

export function figuresSearch(raw: Record<string, unknown>): FiguresSearch {
  const search: FiguresSearch = scopeOf(raw);
  const by = DIMENSIONS.find((known) => known === raw["by"]);
  if (by) search.by = by;
  if (raw["time"] === "working") search.time = "working";
  const step = raw["step"];
  if (step === "week" || step === "month") search.step = step;
  return search;
}

export function recordsSearch(raw: Record<string, unknown>): RecordsSearch {
  const search: RecordsSearch = scopeOf(raw);
  const figure = FIGURES.find((known) => known === raw["figure"]);
  if (figure) search.figure = figure;
  const grouping = GROUPINGS.find((known) => known === raw["group_by"]);
  const group = raw["group"];
  if (grouping && (typeof group === "string" || typeof group === "number")) {
    search.group_by = grouping;
    search.group = String(group);
  }
  return search;
}

const WEEKS_READABLE = 180;

/** Weeks while they can be told apart on a screen, months for longer periods. */
export function stepOf({ step, from, to }: FiguresSearch, now: Date = new Date()): Step {
  if (step) return step;
  if (!from) return "month";
  const days = (Date.parse(to ?? now.toISOString()) - Date.parse(from)) / 86_400_000;
  return days <= WEEKS_READABLE ? "week" : "month";
}
