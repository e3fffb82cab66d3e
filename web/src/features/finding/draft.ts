/** A finding that is being written, kept on the device with its photos until it is sent. Each person's is their own. */
import { type DBSchema, type IDBPDatabase, openDB } from "idb";

import type { Sending } from "./file";
import type { FindingValues } from "./values";

export interface DraftPhoto {
  key: string;
  file: File;
}

export interface Draft {
  values: FindingValues;
  photos: DraftPhoto[];
  sending: Sending | null;
  /** It is in the journal, and only photos are still on their way. */
  filed: { id: string; number: string } | null;
  keptAt: number;
}

interface Kept extends DBSchema {
  drafts: { key: string; value: Draft };
}

let opened: Promise<IDBPDatabase<Kept>> | null = null;

function database(): Promise<IDBPDatabase<Kept>> {
  opened ??= openDB<Kept>("profkom.staff", 1, {
    upgrade: (fresh) => void fresh.createObjectStore("drafts"),
    terminated: () => (opened = null),
  });
  opened.catch(() => (opened = null));
  return opened;
}

/** A browser that keeps nothing (a private window, a full disk) is no reason not to write. */
export async function keptDraft(personId: string): Promise<Draft | null> {
  try {
    return (await (await database()).get("drafts", personId)) ?? null;
  } catch {
    return null;
  }
}

export async function keepDraft(personId: string, draft: Draft): Promise<void> {
  try {
    await (await database()).put("drafts", draft, personId);
  } catch {
    // Written here, sent from here: only a reload would lose it.
  }
}

export async function forgetDraft(personId: string): Promise<void> {
  try {
    await (await database()).delete("drafts", personId);
  } catch {
    // What could not be kept is not there to forget.
  }
}
