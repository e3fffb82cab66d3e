/** The journal's filters as they stand in the address: what is not understood is left out. */
import type { Severity, State } from "./types";

export const STATES = ["registered", "assigned", "in_progress", "fixed", "closed", "rejected", "duplicate"] as const satisfies readonly State[];
export const SEVERITIES = ["critical", "high", "medium", "low"] as const satisfies readonly Severity[];
export const SORTS = ["registered_at", "number", "found_at", "due_on"] as const;
export const WAITING = ["to_assign", "to_do", "overdue", "due_soon", "to_verify"] as const;
export type Waiting = (typeof WAITING)[number];
/** How a finding came in. */
export const SOURCES = ["api", "public", "import", "bot"] as const;
export type Source = (typeof SOURCES)[number];
export type Sort = (typeof SORTS)[number];

export interface JournalSearch {
  q?: string;
  state?: State[];
  severity?: Severity[];
  branch_id?: string;
  site_id?: string;
  category_id?: string;
  responsible_id?: string;
  author_id?: string;
  source?: Source;
  /** Days: «2026-05-04». */
  found_from?: string;
  found_to?: string;
  due_before?: string;
  overdue?: boolean;
  repeat?: boolean;
  mine?: boolean;
  /** What waits for the viewer, as the sections of «Today» say. */
  waiting?: Waiting;
  sort?: Sort | `-${Sort}`;
}

const IDS = ["branch_id", "site_id", "category_id", "responsible_id", "author_id"] as const;
const DAYS = ["found_from", "found_to", "due_before"] as const;
const FLAGS = ["overdue", "repeat", "mine"] as const;
const DAY = /^\d{4}-\d{2}-\d{2}$/;

export function journalSearch(raw: Record<string, unknown>): JournalSearch {
  const search: JournalSearch = {};
  if (typeof raw["q"] === "string" && raw["q"].trim()) search.q = raw["q"];
  // A number in the address («?q=42») is read as one.
  if (typeof raw["q"] === "number") search.q = String(raw["q"]);
  const states = listed(raw["state"], STATES);
  if (states.length) search.state = states;
  const severities = listed(raw["severity"], SEVERITIES);
  if (severities.length) search.severity = severities;
  for (const name of IDS) {
    const value = raw[name];
    if (typeof value === "string") search[name] = value;
  }
  for (const name of FLAGS) {
    const value = raw[name];
    if (typeof value === "boolean") search[name] = value;
  }
  for (const name of DAYS) {
    const value = raw[name];
    if (typeof value === "string" && DAY.test(value)) search[name] = value;
  }
  const source = SOURCES.find((known) => known === raw["source"]);
  if (source) search.source = source;
  const waiting = WAITING.find((known) => known === raw["waiting"]);
  if (waiting) search.waiting = waiting;
  const sort = raw["sort"];
  if (typeof sort === "string" && isSort(sort)) search.sort = sort;
  return search;
}

/** Everything but the order and the words: what is filtered by. */
export type FilterName = Exclude<keyof JournalSearch, "q" | "sort">;

export function filtersOf(search: JournalSearch): FilterName[] {
  return (Object.keys(search) as (keyof JournalSearch)[]).filter(
    (name): name is FilterName => name !== "q" && name !== "sort" && search[name] !== undefined,
  );
}

/** Changes that take every filter and the words away, and leave the order. */
export function cleared(search: JournalSearch): Partial<JournalSearch> {
  return Object.fromEntries(["q", ...filtersOf(search)].map((name) => [name, undefined]));
}

function listed<Value extends string>(raw: unknown, known: readonly Value[]): Value[] {
  const given: unknown[] = Array.isArray(raw) ? raw : [raw];
  return known.filter((value) => given.includes(value));
}

function isSort(value: string): value is Sort | `-${Sort}` {
  return (SORTS as readonly string[]).includes(value.replace(/^-/, ""));
}
