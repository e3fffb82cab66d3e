/** Live updates: an event names what changed, and what is shown of it is read again. */
import type { QueryClient } from "@tanstack/react-query";

const ADDRESS = "/api/v1/live";
/** Events that come together (an import, a bulk act) cause one reading, not hundreds. */
const GATHER_MS = 150;

interface Notice {
  /** «nonconformity.comment.added.v1» */
  type: string;
  subject: string;
}

/** The first part of the query keys that an event makes stale: by service, and «service.noun» where it is told apart. */
const STALE: Record<string, readonly string[]> = {
  nonconformity: ["nonconformities"],
  "nonconformity.category": ["categories"],
  people: ["people"],
  "people.branch": ["branches", "people", "me"],
  "people.site": ["sites"],
  "people.unit": ["units"],
  "people.grant": ["grants", "me"],
  "people.role": ["roles", "me"],
  "people.account": ["accounts"],
  "people.session": ["sessions"],
  "people.second_factor": ["me", "sessions", "accounts"],
};

export function staleKeys(type: string): readonly string[] {
  const [service = "", noun = ""] = type.split(".");
  return STALE[`${service}.${noun}`] ?? STALE[service] ?? [];
}

/** How long until a refused stream (a gateway that starts anew, a session that ended) is asked for again: at first, at most. */
const SOON_MS = 2_000;
const SELDOM_MS = 30_000;

/** Listens until told to stop, and connects again as often as it takes; `onState` hears whether it is connected. */
export function listen(client: QueryClient, onState: (connected: boolean) => void): () => void {
  const waiting = new Set<string>();
  let gathering: number | undefined;
  let again: number | undefined;
  let pause = SOON_MS;
  let missed = false;
  let source = connect();

  function refresh(): void {
    gathering = undefined;
    for (const key of waiting) void client.invalidateQueries({ queryKey: [key] });
    waiting.clear();
  }

  function connect(): EventSource {
    const stream = new EventSource(ADDRESS);
    stream.onmessage = (message: MessageEvent<string>) => {
      const notice = JSON.parse(message.data) as Notice;
      for (const key of staleKeys(notice.type)) waiting.add(key);
      gathering ??= window.setTimeout(refresh, GATHER_MS);
    };
    stream.addEventListener("reset", () => void client.invalidateQueries());
    stream.onopen = () => {
      pause = SOON_MS;
      // A stream that goes on catches up by itself; a new one knows nothing of what happened meanwhile.
      if (missed) void client.invalidateQueries();
      missed = false;
      onState(true);
    };
    stream.onerror = () => {
      onState(false);
      // An answer that is no stream ends the browser's own tries.
      if (stream.readyState === EventSource.CLOSED) {
        missed = true;
        window.clearTimeout(again);
        again = window.setTimeout(reconnect, pause);
        pause = Math.min(pause * 2, SELDOM_MS);
      }
    };
    return stream;
  }

  function reconnect(): void {
    if (source.readyState === EventSource.CLOSED) source = connect();
  }

  window.addEventListener("online", reconnect);
  return () => {
    window.removeEventListener("online", reconnect);
    window.clearTimeout(gathering);
    window.clearTimeout(again);
    source.close();
  };
}
