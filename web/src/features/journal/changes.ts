/** What somebody else changed while a form was open. */
import type { Card } from "@/api/schema";

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
