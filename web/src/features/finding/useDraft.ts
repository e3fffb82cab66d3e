import { useDebouncedCallback } from "@mantine/hooks";
import { useEffect, useRef } from "react";

import { type Draft, forgetDraft, keepDraft } from "./draft";
import type { Sending } from "./file";

const TYPING_MS = 300;

interface Keeping {
  /** Keeps what changed, now; what is being typed is kept a moment later by itself. */
  keep: (changes: Partial<Draft>) => Promise<void>;
  forget: () => Promise<void>;
  sending: () => Sending | null;
}

/** Keeps a draft on the device while it changes; `touched`: there is something to keep. */
export function useDraft(
  personId: string,
  first: Draft,
  { values, photos, touched }: Pick<Draft, "values" | "photos"> & { touched: boolean },
): Keeping {
  const draft = useRef(first);
  const done = useRef(false);
  const keep = (changes: Partial<Draft>): Promise<void> => {
    draft.current = { ...draft.current, ...changes, keptAt: Date.now() };
    return done.current ? Promise.resolve() : keepDraft(personId, draft.current);
  };
  const later = useDebouncedCallback(() => void keep({}), { delay: TYPING_MS, flushOnUnmount: true });
  useEffect(() => {
    draft.current = { ...draft.current, values, photos };
    if (touched) later();
  }, [values, photos, touched, later]);
  return {
    keep,
    forget: () => {
      done.current = true;
      return forgetDraft(personId);
    },
    sending: () => draft.current.sending,
  };
}
