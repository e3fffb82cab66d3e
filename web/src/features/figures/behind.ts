/** Where the list behind a figure is: the journal itself, filtered, wherever its filters say the same as the figure. */
import type { LinkProps } from "@tanstack/react-router";

import type { JournalSearch } from "@/features/journal/search";
import type { Severity } from "@/features/journal/types";

import type { FigureName, Grouping, RecordsSearch } from "./search";

/** The key of what has nobody in this place: no filter asks for that. */
const NOBODY = "none";

const FIGURES: Partial<Record<FigureName, JournalSearch>> = {
  filed: {},
  open: { state: ["registered", "assigned", "in_progress", "fixed"] },
  overdue: { overdue: true },
  closed: { state: ["closed"] },
  rejected: { state: ["rejected"] },
  duplicate: { state: ["duplicate"] },
  repeats: { repeat: true },
};

const GROUPS: Partial<Record<Grouping, (key: string) => JournalSearch>> = {
  branch: (branch_id) => ({ branch_id }),
  site: (site_id) => ({ site_id }),
  category: (category_id) => ({ category_id }),
  severity: (severity) => ({ severity: [severity as Severity] }),
  responsible: (responsible_id) => ({ responsible_id }),
  inspector: (author_id) => ({ author_id }),
};

/** The journal's filters that find what the figure counts; null: there are none. */
export function journalOf({ from, to, branch_id, figure = "filed", group_by, group }: RecordsSearch): JournalSearch | null {
  const what = FIGURES[figure];
  if (!what || group === NOBODY) return null;
  const scope: JournalSearch = {
    ...(from ? { found_from: from } : {}),
    ...(to ? { found_to: to } : {}),
    ...(branch_id ? { branch_id } : {}),
  };
  if (!group_by || group === undefined) return { ...scope, ...what };
  const whose = GROUPS[group_by];
  return whose ? { ...scope, ...what, ...whose(group) } : null;
}

/** The address of the list behind a figure. */
export function behind(search: RecordsSearch): Pick<LinkProps, "to" | "search"> {
  const journal = journalOf(search);
  return journal ? { to: "/journal", search: journal } : { to: "/figures/records", search };
}
