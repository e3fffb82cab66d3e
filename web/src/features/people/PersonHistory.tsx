import { Skeleton, Text, Timeline } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";

import { Refusal } from "@/ui/Refusal";
import { Section } from "@/ui/Section";
import { formatMoment } from "@/ui/dates";

import { personHistoryQuery } from "./queries";

/** What happened to a card, newest first, in the sentences of the service. */
export function PersonHistory({ personId }: { personId: string }) {
  const { t } = useTranslation("people");
  const { data, error } = useQuery(personHistoryQuery(personId));
  const entries = data?.items.toSorted((one, other) => other.version - one.version);
  return (
    <Section title={t("history")}>
      <Refusal error={error} />
      {!data && !error && <Skeleton h={120} />}
      {entries && (
        <Timeline bulletSize={14} lineWidth={2} active={entries.length}>
          {entries.map((entry) => (
            <Timeline.Item key={entry.version}>
              {entry.sentences.map((sentence) => (
                <Text key={sentence} size="sm" className="prose">
                  {sentence}
                </Text>
              ))}
              <Text size="xs" c="dimmed">
                {formatMoment(entry.at)}
                {entry.actor_name && ` · ${entry.actor_name}`}
              </Text>
            </Timeline.Item>
          ))}
        </Timeline>
      )}
    </Section>
  );
}
