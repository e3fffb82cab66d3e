/** Columns and named views of the list: what is kept of them, and how it is read back. */
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

export interface View {
  name: string;
  search: JournalSearch;
}

/** In the order of the table, whatever the order of choosing; what is not understood is left out. */
export function readColumns(raw: unknown): Column[] {
  if (!Array.isArray(raw)) return [...USUAL_COLUMNS];
  const wished: unknown[] = raw;
  return COLUMNS.filter((column) => wished.includes(column));
}

export function readViews(raw: unknown): View[] {
  if (!Array.isArray(raw)) return [];
  return raw.flatMap((view: unknown) => {
    if (typeof view !== "object" || view === null || !("name" in view) || !("search" in view)) return [];
    const { name, search } = view;
    if (typeof name !== "string" || !name.trim() || typeof search !== "object" || search === null) return [];
    return [{ name, search: journalSearch(search as Record<string, unknown>) }];
  });
}

/** Whether the list shows just this view. */
export function isView({ search }: View, shown: JournalSearch): boolean {
  const written = (one: JournalSearch): string => JSON.stringify(Object.entries(one).filter(([, value]) => value !== undefined).sort());
  return written(search) === written(shown);
}

/** With a view of this name: a former one of the same name is replaced. */
export function withView(views: readonly View[], added: View): View[] {
  return [...views.filter(({ name }) => name !== added.name), added].sort((one, other) => one.name.localeCompare(other.name));
}
