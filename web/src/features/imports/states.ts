import type { ImportCard } from "@/api/schema";

export type ImportState = ImportCard["state"];

/** Something is being done with it: it will be in another state soon. */
export function isRunning(state: ImportState): boolean {
  return ["checking", "applying", "undoing"].includes(state);
}

/** A running undoing cannot be stopped. */
export function canBeStopped(state: ImportState): boolean {
  return state === "checking" || state === "applying";
}
