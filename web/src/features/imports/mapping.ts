/** Which column becomes which field, as it is being corrected. */
import type { ImportColumn } from "@/api/schema";

/** Column number -> the field it is to become, or null to leave it out: only what differs from what was recognised. */
export type Correction = Readonly<Record<string, string | null>>;

export function fieldOf({ number, field }: ImportColumn, correction: Correction): string | null {
  const wished = correction[number];
  return wished === undefined ? field : wished;
}

/** A field is told by one column: choosing it takes it from the one that had it. */
export function corrected(columns: readonly ImportColumn[], before: Correction, number: number, field: string | null): Correction {
  const after: Record<string, string | null> = {};
  for (const column of columns) {
    const taken = field !== null && column.number !== number && fieldOf(column, before) === field;
    const now = column.number === number ? field : taken ? null : fieldOf(column, before);
    if (now !== column.field) after[column.number] = now;
  }
  return after;
}

/** What is worth remembering of a correction: headings that stand for a field. */
export function taughtBy(columns: readonly ImportColumn[], correction: Correction): { heading: string; field: string }[] {
  return columns.flatMap((column) => {
    const field = correction[column.number];
    return field && column.heading.trim() ? [{ heading: column.heading.trim(), field }] : [];
  });
}

/** «C» for the third column, «AB» for the twenty-eighth: as the spreadsheet program names it. */
export function letterOf(number: number): string {
  const rest = number - 1;
  const last = String.fromCharCode(65 + (rest % 26));
  return rest < 26 ? last : letterOf(Math.floor(rest / 26)) + last;
}
