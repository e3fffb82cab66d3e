import { Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";

import type { Card } from "@/api/schema";
import { Section } from "@/ui/Section";
import { formatDay, formatMoment } from "@/ui/dates";

import { dueDatesQuery } from "./queries";
import classes from "./record.module.css";

/** What was promised first, and every move since: who moved it, when and why. */
export function DueDates({ record }: { record: Card }) {
  const { t } = useTranslation("journal");
  const { data } = useQuery({ ...dueDatesQuery(record.id), enabled: record.due_date_moves > 0 });
  if (!data?.first_due_on || data.moves.length === 0) return null;
  return (
    <Section title={t("dueDates.title")}>
      <ol className={classes["moves"]}>
        <li>
          <Text size="sm">
            {t("dueDates.first")} <b className="number">{formatDay(data.first_due_on)}</b>
          </Text>
        </li>
        {data.moves.map((move) => (
          <li key={move.at}>
            <Text size="sm" className="number">
              <s>{formatDay(move.from)}</s> → <b>{formatDay(move.to)}</b>
            </Text>
            <Text size="sm" className="prose">
              {move.reason}
            </Text>
            <Text size="xs" c="dimmed">
              {move.actor.name ?? t("common:unknownPerson")} · {formatMoment(move.at)}
            </Text>
          </li>
        ))}
      </ol>
    </Section>
  );
}
