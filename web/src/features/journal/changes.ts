/** What somebody else changed while a form was open, and how it comes together with what was typed in it. */
import type { Card } from "@/api/schema";
import type { FindingValues } from "@/features/finding/values";

const FIELDS = [
  "state",
  "responsible",
  "co_executors",
  "due_on",
  "site",
  "place",
  "category",
  "severity",
  "found_at",
  "description",
  "proposal",
] as const;
export type ChangedField = (typeof FIELDS)[number];

/** The facts in which two versions of a record differ. */
export function differences(before: Card, after: Card): ChangedField[] {
  return FIELDS.filter((name) => JSON.stringify(before[name]) !== JSON.stringify(after[name]));
}

type Name = keyof FindingValues;

/** Three versions of a form come together: what was opened, what was typed, and what others have made of it since.
 * A field that only one side touched is theirs whose it is; one that both changed stays as typed, and is a conflict. */
export function reconciled(base: FindingValues, mine: FindingValues, theirs: FindingValues): { values: FindingValues; conflicts: Name[] } {
  const names = Object.keys(base) as Name[];
  const untouched = names.filter((name) => mine[name] === base[name]);
  const values = { ...mine, ...Object.fromEntries(untouched.map((name) => [name, theirs[name]])) };
  const conflicts = names.filter((name) => mine[name] !== base[name] && theirs[name] !== base[name] && mine[name] !== theirs[name]);
  return { values, conflicts };
}
