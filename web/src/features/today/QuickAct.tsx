import { Button } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useQueryClient } from "@tanstack/react-query";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";

import type { Card } from "@/api/schema";
import { recordQuery } from "@/features/journal/queries";
import type { RecordItem } from "@/features/journal/types";
import { type Verb, verbsOf } from "@/features/journal/verbs";
import { useRefused } from "@/ui/useRefused";

import classes from "./Today.module.css";

const VerbDialog = lazy(() => import("@/features/journal/VerbDialog").then((module) => ({ default: module.VerbDialog })));

/** The next step of a record, without leaving the page; what may be done now, the record itself is asked. */
export function QuickAct({ record, verb }: { record: RecordItem; verb: Verb }) {
  const { t } = useTranslation(["today", "journal"]);
  const client = useQueryClient();
  const refused = useRefused();
  const [asking, setAsking] = useState(false);
  const [card, setCard] = useState<Card | null>(null);
  const begin = async (): Promise<void> => {
    setAsking(true);
    try {
      const found = await client.query(recordQuery(record.id));
      if (verbsOf(found.allowed_actions).includes(verb)) setCard(found);
      else notifications.show({ message: t("today:notNow", { number: record.number }) });
    } catch (error) {
      refused(error);
    } finally {
      setAsking(false);
    }
  };
  return (
    <>
      <Button
        variant="default"
        size="compact-sm"
        loading={asking}
        className={classes["act"] ?? ""}
        aria-label={`${t(`today:acts.${verb}`)}, ${record.number}`}
        onClick={() => void begin()}
      >
        {t(`today:acts.${verb}`)}
      </Button>
      {card && (
        <Suspense fallback={null}>
          <VerbDialog record={card} verb={verb} onClose={() => setCard(null)} />
        </Suspense>
      )}
    </>
  );
}
