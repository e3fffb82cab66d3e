import { notifications } from "@mantine/notifications";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import type { Card } from "@/api/schema";
import { useRefused } from "@/ui/useRefused";

import { useAct } from "./queries";
import { VERBS, type Verb, type VerbValues } from "./verbs";

type Act = Verb | "edit" | "merge";

export interface Doing {
  /** Whose form is open. */
  asking: Act | null;
  /** What is being done without a form. */
  atOnce: Verb | null;
  begin: (act: Act) => void;
  close: () => void;
}

export const NOTHING: VerbValues = { text: "", due_on: null, responsible_id: null, co_executor_ids: [], observer_ids: [], attachment_ids: [] };

/** An act on the record that is shown: by its form, or at once when it asks nothing. */
export function useDoing(record: Card): Doing {
  const { t } = useTranslation("journal");
  const refused = useRefused();
  const [asking, setAsking] = useState<Act | null>(null);
  const atOnce = useAct((of: Card, verb: Verb) => VERBS[verb].act(of, NOTHING), record);
  const begin = (act: Act): void => {
    if (act === "edit" || act === "merge" || VERBS[act].asks.length > 0) {
      setAsking(act);
      return;
    }
    if (atOnce.isPending) return;
    atOnce.mutate(act, { onSuccess: () => notifications.show({ message: t(`verbs.${act}.done`) }), onError: refused });
  };
  return { asking, atOnce: atOnce.isPending ? atOnce.variables : null, begin, close: () => setAsking(null) };
}
