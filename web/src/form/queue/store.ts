/** IndexedDB: what waits, and what is being written. The page and the service worker share it. */
import { type DBSchema, type IDBPDatabase, openDB } from "idb";

import type { QueuedReport, ReportStore } from "./types";

interface Kept extends DBSchema {
  reports: { key: string; value: QueuedReport };
  /** One each: the draft, and the form's choices by language and place. */
  things: { key: string; value: unknown };
}

let opened: Promise<IDBPDatabase<Kept>> | null = null;

function database(): Promise<IDBPDatabase<Kept>> {
  opened ??= openDB<Kept>("profkom.form", 1, {
    upgrade(fresh) {
      fresh.createObjectStore("reports", { keyPath: "key" });
      fresh.createObjectStore("things");
    },
    terminated: () => (opened = null),
  });
  opened.catch(() => (opened = null));
  return opened;
}

export const reports: ReportStore = {
  all: async () => (await (await database()).getAll("reports")).sort((one, other) => one.queuedAt - other.queuedAt),
  get: async (key) => (await database()).get("reports", key),
  put: async (report) => {
    await (await database()).put("reports", report);
  },
  remove: async (key) => (await database()).delete("reports", key),
};

export async function keep(name: string, thing: unknown): Promise<void> {
  await (await database()).put("things", thing, name);
}

export async function kept(name: string): Promise<unknown> {
  return (await database()).get("things", name);
}

export async function forget(name: string): Promise<void> {
  await (await database()).delete("things", name);
}
