import { Button, Group } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { Problem } from "@/api/problem";
import type { Card } from "@/api/schema";
import { problemText } from "@/ui/problems";

import { VerbDialog } from "./VerbDialog";
import { useAct } from "./queries";
import { VERBS, type Verb, type VerbValues, verbsOf } from "./verbs";

const NOTHING: VerbValues = { text: "", dueOn: null, assignment: null };

/** The verbs that the viewer may use on the record now: the main one first. */
export function Actions({ record }: { record: Card }) {
  const { t } = useTranslation("journal");
  const [asking, setAsking] = useState<Verb | null>(null);
  const verbs = verbsOf(record.allowed_actions);
  const main = verbs.find((verb) => VERBS[verb].main);
  const atOnce = useAct((id: string, verb: Verb) => VERBS[verb].act(id, NOTHING), record.id);
  const begin = (verb: Verb): void => {
    if (VERBS[verb].asks.length > 0) {
      setAsking(verb);
      return;
    }
    atOnce.mutate(verb, {
      onSuccess: () => notifications.show({ message: t(`verbs.${verb}.done`) }),
      onError: (error) => {
        if (error instanceof Problem) notifications.show({ color: "red", title: error.title, message: problemText(error, t) });
      },
    });
  };
  return (
    <Group gap="xs">
      {verbs.map((verb) => (
        <Button
          key={verb}
          variant={verb === main ? "filled" : "default"}
          {...(VERBS[verb].color && verb !== main ? { c: `var(--mantine-color-${VERBS[verb].color}-text)` } : {})}
          loading={atOnce.isPending && atOnce.variables === verb}
          onClick={() => begin(verb)}
        >
          {t(`verbs.${verb}.name`)}
        </Button>
      ))}
      {asking && <VerbDialog record={record} verb={asking} onClose={() => setAsking(null)} />}
    </Group>
  );
}
