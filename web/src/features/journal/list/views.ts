/** Columns and saved views of the list: what is kept of them, and how it is read back. */
import type { View } from "@/api/schema";

import { type JournalSearch, journalSearch } from "../search";

export const COLUMNS = [
  "severity",
  "state",
  "category",
  "branch",
  "site",
  "responsible",
  "author",
  "source",
  "found_at",
  "registered_at",
  "due_on",
] as const;
export type Column = (typeof COLUMNS)[number];
export const USUAL_COLUMNS: readonly Column[] = ["severity", "state", "responsible", "due_on"];

/** In the order of the table, whatever the order of choosing; what is not understood is left out. */
export function readColumns(raw: unknown): Column[] {
  if (!Array.isArray(raw)) return [...USUAL_COLUMNS];
  const wished: unknown[] = raw;
  return COLUMNS.filter((column) => wished.includes(column));
}

/** The filters of an address as a view keeps them: without the order. */
export function filtersText(search: JournalSearch): string {
  const text = new URLSearchParams();
  for (const [name, value] of Object.entries(search) as [string, unknown][]) {
    if (name === "sort" || value === undefined) continue;
    for (const one of Array.isArray(value) ? value : [value]) text.append(name, String(one));
  }
  return text.toString();
}

const FLAGS: Record<string, boolean> = { true: true, false: false };

/** A view as an address; of filters that this page does not have the list knows nothing. */
export function searchOf({ filters, sort }: Pick<View, "filters" | "sort">): JournalSearch {
  const raw: Record<string, unknown> = { sort };
  const kept = new URLSearchParams(filters);
  for (const name of kept.keys()) {
    const values = kept.getAll(name);
    const [first = ""] = values;
    raw[name] = values.length > 1 ? values : name === "q" ? first : (FLAGS[first] ?? first);
  }
  return journalSearch(raw);
}

/** Whether the list shows just this view. A view without columns goes with any, and so does a list without a table. */
export function isView(view: Pick<View, "filters" | "sort" | "columns">, search: JournalSearch, columns?: readonly Column[]): boolean {
  const anyColumns = columns === undefined || view.columns === null;
  return written(searchOf(view)) === written(search) && (anyColumns || readColumns(view.columns).join() === columns.join());
}

const written = (search: JournalSearch): string =>
  JSON.stringify(Object.entries(search).filter(([, value]) => value !== undefined).sort());
