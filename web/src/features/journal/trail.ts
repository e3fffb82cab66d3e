/** The list that a card was opened from: to go on to the next of it, and back. It stays as it was looked at,
 * so that a record that an act takes off the list does not take the reader's place in it away. */
import type { JournalSearch } from "./search";

const NAME = "profkom.trail";

interface Trail {
  search: JournalSearch;
  ids: string[];
}

export interface Place {
  previous: string | null;
  next: string | null;
  /** Counted from 1. */
  at: number;
  of: number;
}

/** Called by whatever shows a list of records, in the order in which it shows them. */
export function leaveTrail(trail: Trail): void {
  try {
    sessionStorage.setItem(NAME, JSON.stringify(trail));
  } catch {
    // No place to remember it: the keys that go on do nothing.
  }
}

export function readTrail(): Trail | null {
  try {
    return JSON.parse(sessionStorage.getItem(NAME) ?? "null") as Trail | null;
  } catch {
    return null;
  }
}

export function placeIn(trail: Trail | null, id: string): Place | null {
  const at = trail?.ids.indexOf(id) ?? -1;
  if (!trail || at < 0) return null;
  return { previous: trail.ids[at - 1] ?? null, next: trail.ids[at + 1] ?? null, at: at + 1, of: trail.ids.length };
}
