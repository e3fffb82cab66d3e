/** What the address of the register says: filters and order. */

export const SORTS = ["name", "personnel_number", "updated_at"] as const;
export type Sort = (typeof SORTS)[number];

export interface PeopleSearch {
  q?: string;
  branch_id?: string;
  unit_id?: string;
  assignment_site_id?: string;
  is_member?: boolean;
  on_assignment?: boolean;
  /** A saved segment: its people by name, narrowed down by words only. */
  segment_id?: string;
  sort?: Sort | `-${Sort}`;
}

const IDS = ["branch_id", "unit_id", "assignment_site_id", "segment_id"] as const;
const FLAGS = ["is_member", "on_assignment"] as const;

export function peopleSearch(raw: Record<string, unknown>): PeopleSearch {
  const search: PeopleSearch = {};
  if (typeof raw["q"] === "string" && raw["q"].trim()) search.q = raw["q"];
  // A number in the address («?q=1042») is read as one.
  if (typeof raw["q"] === "number") search.q = String(raw["q"]);
  for (const name of IDS) {
    const value = raw[name];
    if (typeof value === "string") search[name] = value;
  }
  for (const name of FLAGS) {
    const value = raw[name];
    if (typeof value === "boolean") search[name] = value;
  }
  const sort = raw["sort"];
  if (typeof sort === "string" && isSort(sort)) search.sort = sort;
  return search;
}

function isSort(value: string): value is Sort | `-${Sort}` {
  return (SORTS as readonly string[]).includes(value.replace(/^-/, ""));
}

/** The list as a spreadsheet, with the filters and the order of the address. */
export function exportAddress(search: PeopleSearch): string {
  const query = new URLSearchParams(Object.entries(search).map(([name, value]) => [name, String(value)]));
  return `/api/v1/people/export.xlsx?${query}`;
}
