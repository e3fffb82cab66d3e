/** The sections of «Today», in the order of what burns. */
import type { Today } from "@/api/schema";
import type { Waiting } from "@/features/journal/search";

export const RECORDS = ["overdue", "to_do", "due_soon", "to_verify", "to_assign"] as const satisfies readonly Waiting[];
export const MEASURES = ["measures_to_do", "measures_to_verify", "measures_to_hand_over"] as const;
export type SectionName = (typeof RECORDS)[number] | (typeof MEASURES)[number] | "mentions";

const ALL: readonly SectionName[] = ["overdue", "to_do", "due_soon", "to_verify", "to_assign", ...MEASURES, "mentions"];

export const waitingSections = (today: Today): SectionName[] => ALL.filter((name) => today[name].count > 0);

export const count = (today: Today): number => ALL.reduce((sum, name) => sum + today[name].count, 0);

/** Where a section stands on the page. */
export const anchorOf = (name: SectionName): string => `today-${name}`;
