import { useEffect, useEffectEvent } from "react";

import { type Draft, keepDraft } from "./draft";

const KEEP_AFTER_MS = 400;

/** Keeps what is being written: a moment after each change, and at once when the page goes out of sight. */
export function useKeeping(draft: Draft | null): void {
  const keep = useEffectEvent(() => {
    if (draft !== null) void keepDraft(draft);
  });
  useEffect(() => {
    const timer = window.setTimeout(() => keep(), KEEP_AFTER_MS);
    return () => window.clearTimeout(timer);
  }, [draft]);
  useEffect(() => {
    const hidden = (): void => {
      if (document.visibilityState === "hidden") keep();
    };
    document.addEventListener("visibilitychange", hidden);
    return () => {
      document.removeEventListener("visibilitychange", hidden);
      keep();
    };
  }, []);
}
