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
  "people.branch": ["branches", "people"],
  "people.site": ["sites"],
  "people.unit": ["units"],
  "people.grant": ["grants", "me"],
  "people.role": ["roles"],
  "people.account": ["accounts"],
  "people.session": ["sessions"],
};

export function staleKeys(type: string): readonly string[] {
  const [service = "", noun = ""] = type.split(".");
  return STALE[`${service}.${noun}`] ?? STALE[service] ?? [];
}

/** Listens until told to stop. The browser connects again by itself; `onState` hears whether it is connected. */
export function listen(client: QueryClient, onState: (connected: boolean) => void): () => void {
  const source = new EventSource(ADDRESS);
  const waiting = new Set<string>();
  let timer: number | undefined;
  const refresh = (): void => {
    timer = undefined;
    for (const key of waiting) void client.invalidateQueries({ queryKey: [key] });
    waiting.clear();
  };
  source.onmessage = (message: MessageEvent<string>) => {
    const notice = JSON.parse(message.data) as Notice;
    for (const key of staleKeys(notice.type)) waiting.add(key);
    timer ??= window.setTimeout(refresh, GATHER_MS);
  };
  source.addEventListener("reset", () => void client.invalidateQueries());
  source.onopen = () => onState(true);
  source.onerror = () => onState(false);
  return () => {
    window.clearTimeout(timer);
    source.close();
  };
}
