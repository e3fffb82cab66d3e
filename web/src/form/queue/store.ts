/** IndexedDB: what waits, and what is being written. The page and the service worker share it.
 *
 * Where a browser keeps nothing (a private window, a full telephone), reports wait in memory while the page is open.
 */
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

const inMemory = new Map<string, QueuedReport>();

/** Whether closing the page would lose a report. */
export const isOnlyHere = ({ key }: QueuedReport): boolean => inMemory.has(key);

export const reports: ReportStore = {
  all: async () => {
    const onDevice = await database().then((opened) => opened.getAll("reports")).catch(() => []);
    const byKey = new Map([...onDevice.map((report) => [report.key, report] as const), ...inMemory]);
    return [...byKey.values()].sort((one, other) => one.queuedAt - other.queuedAt);
  },
  get: async (key) => inMemory.get(key) ?? (await database().then((opened) => opened.get("reports", key)).catch(() => undefined)),
  put: async (report) => {
    try {
      await (await database()).put("reports", report);
      inMemory.delete(report.key);
    } catch {
      inMemory.set(report.key, report);
    }
  },
  remove: async (key) => {
    inMemory.delete(key);
    await database().then((opened) => opened.delete("reports", key)).catch(() => undefined);
  },
};

/** A thing becomes a report: both at once, so that a page that is thrown away in between leaves one of them, not two. */
export async function putInPlaceOf(name: string, report: QueuedReport): Promise<void> {
  try {
    const both = (await database()).transaction(["reports", "things"], "readwrite");
    await Promise.all([both.objectStore("reports").put(report), both.objectStore("things").delete(name), both.done]);
  } catch {
    inMemory.set(report.key, report);
  }
}

/** And back: a report becomes a thing again. */
export async function keepInPlaceOf(key: string, name: string, thing: unknown): Promise<void> {
  inMemory.delete(key);
  try {
    const both = (await database()).transaction(["reports", "things"], "readwrite");
    await Promise.all([both.objectStore("reports").delete(key), both.objectStore("things").put(thing, name), both.done]);
  } catch {
    // It is on the page, and goes from there.
  }
}

export async function keep(name: string, thing: unknown): Promise<void> {
  await (await database()).put("things", thing, name);
}

export async function kept(name: string): Promise<unknown> {
  return (await database()).get("things", name);
}
