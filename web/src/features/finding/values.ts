/** A finding as forms hold it, by the API's names of the fields, and back. */
import dayjs from "dayjs";

import type { Card, Edit, NewNonconformity, Severity } from "@/api/schema";

export interface FindingValues {
  site_id: string | null;
  branch_id: string | null;
  place: string;
  category_id: string | null;
  severity: Severity;
  description: string;
  proposal: string;
  /** By the clock of the reader: «2026-05-04 09:30:00»; null: now. */
  found_at: string | null;
}

export const FIELDS = ["site_id", "branch_id", "place", "category_id", "severity", "description", "proposal", "found_at"] as const;

export const noValues = (branchId: string | null): FindingValues => ({
  site_id: null,
  branch_id: branchId,
  place: "",
  category_id: null,
  severity: "medium",
  description: "",
  proposal: "",
  found_at: null,
});

const toLocal = (moment: string): string => dayjs(moment).format("YYYY-MM-DD HH:mm:ss");
const toMoment = (local: string | null): string | null => (local ? new Date(local.replace(" ", "T")).toISOString() : null);

/** A record as the form holds it that corrects it; its branch stays. */
export const valuesOf = (record: Card): FindingValues => ({
  site_id: record.site.id,
  branch_id: null,
  place: record.place,
  category_id: record.category.id,
  severity: record.severity,
  description: record.description,
  proposal: record.proposal ?? "",
  found_at: toLocal(record.found_at),
});

/** What is sent; null while a field that nothing goes without is empty. */
export function bodyOf(values: FindingValues): NewNonconformity | null {
  const { site_id, category_id, place, description } = values;
  if (!site_id || !category_id || !place.trim() || !description.trim()) return null;
  return {
    site_id,
    category_id,
    place: place.trim(),
    description: description.trim(),
    severity: values.severity,
    proposal: values.proposal.trim() || null,
    found_at: toMoment(values.found_at),
    branch_id: values.branch_id,
  };
}

const EDITABLE = ["site_id", "place", "category_id", "severity", "description", "proposal", "found_at"] as const;

/** What one body says otherwise than another, as an edit of the record that was made of the first. */
export function editFrom(before: NewNonconformity, after: NewNonconformity): Edit {
  const changed = EDITABLE.filter((name) => (before[name] ?? null) !== (after[name] ?? null));
  // Only a proposal can be taken back; everything else a record has to have.
  return Object.fromEntries(changed.filter((name) => name === "proposal" || after[name] != null).map((name) => [name, after[name]]));
}
