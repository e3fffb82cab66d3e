/** The rows of a breakdown: the three shapes of the API brought to one. */
import type { Duration, Group, Inspector, Responsible } from "@/api/schema";

import type { Kind } from "./format";
import type { Dimension, FigureName } from "./search";

export interface Column {
  name: string;
  kind: Kind;
  /** The list behind the figure, behind a share that of its part; none where it was, and is no more. */
  figure?: FigureName;
}

export interface Row {
  key: string;
  label: string;
  values: Record<string, number | null>;
}

const count = (name: string, figure: FigureName): Column => ({ name, kind: "count", figure });

const COMMON: readonly Column[] = [
  count("filed", "filed"),
  count("open", "open"),
  count("overdue", "overdue"),
  count("closed", "closed"),
  { name: "on_time_first", kind: "share", figure: "on_time_first" },
  { name: "on_time_last", kind: "share", figure: "on_time_last" },
  { name: "cycle", kind: "days", figure: "cycle" },
  count("repeats", "repeats"),
  count("returned", "returned"),
];

const RESPONSIBLE: readonly Column[] = [
  count("assigned", "filed"),
  ...COMMON.slice(1, 6),
  count("returned", "returned"),
  { name: "fixing", kind: "days", figure: "fixing" },
];

const INSPECTOR: readonly Column[] = [
  // The place is by what was verified.
  { name: "rank", kind: "count", figure: "closed" },
  count("filed", "filed"),
  count("open", "open"),
  count("verified", "closed"),
  count("rejected", "rejected"),
  { name: "confirmed_share", kind: "share", figure: "closed" },
  count("repeats", "repeats"),
  { name: "cycle", kind: "days", figure: "cycle" },
];

export function columnsOf(by: Dimension): readonly Column[] {
  if (by === "responsible") return RESPONSIBLE;
  return by === "inspector" ? INSPECTOR : COMMON;
}

export function medianOf(duration: Duration | undefined, working: boolean): number | null {
  return (working ? duration?.median_working_days : duration?.median_days) ?? null;
}

export function groupRow(group: Group, working: boolean): Row {
  const { key, label, filed, open, overdue, closed, repeats, returned } = group;
  return {
    key,
    label,
    values: {
      filed,
      open,
      overdue,
      closed,
      repeats,
      returned,
      on_time_first: group.on_time_first.share,
      on_time_last: group.on_time_last.share,
      cycle: medianOf(group.cycle, working),
    },
  };
}

export function responsibleRow(person: Responsible, working: boolean): Row {
  const { id, name, assigned, open, overdue, closed, returned } = person;
  return {
    key: id,
    label: name,
    values: {
      assigned,
      open,
      overdue,
      closed,
      returned,
      on_time_first: person.on_time_first.share,
      on_time_last: person.on_time_last.share,
      fixing: medianOf(person.fixing, working),
    },
  };
}

export function inspectorRow(person: Inspector, working: boolean): Row {
  const { id, name, rank, filed, open, verified, rejected, confirmed_share, repeats } = person;
  return {
    key: id,
    label: name,
    values: { rank, filed, open, verified, rejected, confirmed_share, repeats, cycle: medianOf(person.cycle, working) },
  };
}

/** Rows by a column; what has no figure comes last either way, equals by name. */
export function sorted(rows: readonly Row[], column: string, descending: boolean): Row[] {
  const side = descending ? -1 : 1;
  return [...rows].sort((one, other) => {
    const names = one.label.localeCompare(other.label, undefined, { numeric: true });
    if (column === "label") return side * names;
    const [a, b] = [one.values[column] ?? null, other.values[column] ?? null];
    if (a === b) return names;
    if (a === null) return 1;
    if (b === null) return -1;
    return side * (a - b);
  });
}
