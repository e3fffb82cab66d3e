import { Card, Skeleton, Text, Timeline as Line, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";

import { formatMoment } from "@/ui/dates";

import { historyQuery } from "./queries";

/** What happened to a record, newest first, in the sentences of the service. */
export function Timeline({ recordId }: { recordId: string }) {
  const { t } = useTranslation("journal");
  const { data: history } = useQuery(historyQuery(recordId));
  return (
    <Card withBorder component="section" aria-labelledby="history">
      <Title order={2} size="h4" id="history" mb="sm">
        {t("history")}
      </Title>
      {!history && <Skeleton h={120} />}
      {history && (
        <Line bulletSize={14} lineWidth={2} active={history.items.length}>
          {history.items.toReversed().map((entry) => (
            <Line.Item key={`${entry.at} ${entry.text}`}>
              <Text size="sm" className="prose">
                {entry.text}
              </Text>
              <Text size="xs" c="dimmed">
                {formatMoment(entry.at)}
                {entry.actor?.name && ` · ${entry.actor.name}`}
              </Text>
            </Line.Item>
          ))}
        </Line>
      )}
    </Card>
  );
}
