import type { ImportCard, ImportCounts } from "@/api/schema";

type ImportState = ImportCard["state"];

/** Something is being done with it: it will be in another state soon. */
export function isRunning(state: ImportState): boolean {
  return ["checking", "applying", "undoing"].includes(state);
}

/** A running undoing cannot be stopped. */
export function canBeStopped(state: ImportState): boolean {
  return state === "checking" || state === "applying";
}

/** How far a running step is. A check that waits for the register tells how many rows it knows the people of. */
export function progressOf(item: ImportCard): ImportCard["progress"] {
  if (!item.awaits_register) return item.progress;
  const { rows, invalid } = countsOf(item);
  return { done: rows - invalid, total: rows };
}

export const COLORS: Record<ImportState, string> = {
  checking: "patina",
  checked: "patina",
  applying: "patina",
  applied: "green",
  undoing: "patina",
  undone: "gray",
  failed: "red",
  cancelled: "gray",
  expired: "gray",
};

/** What became of the rows; the API may leave out what is nought. */
export function countsOf({ counts }: ImportCard): Required<ImportCounts> {
  return { rows: 0, new: 0, changed: 0, unchanged: 0, repeated: 0, invalid: 0, ...counts };
}
