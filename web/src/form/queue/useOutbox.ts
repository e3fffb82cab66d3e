/** The queue as the page sees it: what waits, and a sender that runs on opening, on a new report and with the network. */
import { useCallback, useEffect, useRef, useState } from "react";

import { prove } from "../proof/prover";
import { attach, submit } from "./api";
import { exclusively } from "./exclusive";
import { sendWaiting } from "./send";
import { reports } from "./store";
import type { QueuedReport } from "./types";

const api = { prove, submit, attach };
const SOON_MS = 5_000;
const SELDOM_MS = 120_000;
const SYNC_TAG = "profkom.reports";

export interface Outbox {
  queued: QueuedReport[];
  sending: boolean;
  /** Reads the queue again, and sends what waits in it. */
  look: () => Promise<void>;
  put: (report: QueuedReport) => Promise<void>;
  remove: (key: string) => Promise<void>;
}

export function useOutbox(): Outbox {
  const [queued, setQueued] = useState<QueuedReport[]>([]);
  const [sending, setSending] = useState(false);
  /** Looks and sends now; set while the page is there. */
  const send = useRef<() => void>(() => undefined);
  const read = useCallback(async () => setQueued(await reports.all()), []);

  useEffect(() => {
    let state: "idle" | "running" | "asked again" = "idle";
    let timer: number | undefined;
    let pause = SOON_MS;
    const once = async (): Promise<number | null> => {
      setSending(await hasWork());
      const rest = await exclusively(() => sendWaiting(reports, api, () => void read())).catch(() => ({ done: false, waitMs: 0 }) as const);
      return rest.done ? null : rest.waitMs;
    };
    const run = async (): Promise<void> => {
      window.clearTimeout(timer);
      if (state !== "idle") {
        state = "asked again";
        return;
      }
      state = "running";
      const waitMs = await once();
      const more = (state as string) === "asked again";
      state = "idle";
      setSending(false);
      await read();
      if (more) return run();
      if (waitMs !== null) timer = window.setTimeout(() => void run(), Math.max(waitMs, pause));
      pause = waitMs === null ? SOON_MS : Math.min(pause * 2, SELDOM_MS);
    };
    const now = (): void => {
      pause = SOON_MS;
      void read().then(run);
    };
    const seen = (): void => {
      if (document.visibilityState === "visible") now();
    };
    send.current = now;
    now();
    window.addEventListener("online", now);
    document.addEventListener("visibilitychange", seen);
    return () => {
      window.clearTimeout(timer);
      window.removeEventListener("online", now);
      document.removeEventListener("visibilitychange", seen);
    };
  }, [read]);

  const look = useCallback(async () => {
    await read();
    askForSync().catch(() => undefined);
    send.current();
  }, [read]);
  const put = useCallback(
    async (report: QueuedReport) => {
      await reports.put(report);
      await look();
    },
    [look],
  );
  const remove = useCallback(
    async (key: string) => {
      await reports.remove(key);
      await read();
    },
    [read],
  );
  return { queued, sending, look, put, remove };
}

async function hasWork(): Promise<boolean> {
  const all = await reports.all();
  return all.some(({ sent, refused, photos }) => (sent === null && refused === null) || (sent !== null && photos.length > 0));
}

/** The browser wakes the service worker when the network is back, also after the tab was closed; not every browser can. */
async function askForSync(): Promise<void> {
  const workers = (navigator as Partial<Navigator>).serviceWorker;
  const registration = await workers?.getRegistration("/f/");
  const { sync } = (registration ?? {}) as { sync?: { register: (tag: string) => Promise<void> } };
  await sync?.register(SYNC_TAG);
}
