import { Alert, Card, Group, SimpleGrid, Skeleton, Stack, Text, Title } from "@mantine/core";
import { useDocumentTitle } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { IconMoodSmile } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { Problem } from "@/api/problem";
import type { Today } from "@/api/schema";
import { fromWire } from "@/features/comments/mentions";
import { DueDate } from "@/features/journal/badges";
import { WAITING, type Waiting } from "@/features/journal/search";
import type { RecordItem } from "@/features/journal/types";
import { formatMoment } from "@/ui/dates";
import { EmptyState } from "@/ui/EmptyState";
import { problemText } from "@/ui/problems";

import { todayQuery } from "./queries";

type Mention = Today["mentions"]["items"][number];
type Measures = Today["measures_to_do"];

/** Sections in the order of what burns. */
const ORDER: readonly Waiting[] = ["overdue", "to_do", "due_soon", "to_verify", "to_assign"] satisfies typeof WAITING[number][];

/** What waits for the viewer; each section is a step from the list that holds all of it. */
export function TodayPage() {
  const { t } = useTranslation("today");
  const { data: today, error } = useQuery(todayQuery);
  useDocumentTitle(t("pageTitle"));
  return (
    <Stack gap="md">
      <Title order={1} size="h2">
        {t("title")}
      </Title>
      {error instanceof Problem && !today && (
        <Alert color="red" variant="light" role="alert">
          {problemText(error, t)}
        </Alert>
      )}
      {!today && !error && <Skeleton h={320} />}
      {today && <Sections today={today} />}
    </Stack>
  );
}

function Sections({ today }: { today: Today }) {
  const { t } = useTranslation("today");
  const waiting = ORDER.filter((name) => today[name].count > 0);
  const measures = (["measures_to_do", "measures_to_verify"] as const).filter((name) => today[name].count > 0);
  if (waiting.length + measures.length + today.mentions.count === 0) {
    return <EmptyState icon={IconMoodSmile} title={t("nothing.title")} text={t("nothing.text")} />;
  }
  return (
    <SimpleGrid cols={{ base: 1, lg: 2 }}>
      {waiting.map((name) => (
        <Section key={name} title={t(`sections.${name}`)} count={today[name].count} waiting={name}>
          {today[name].items.map((item) => (
            <RecordLine key={item.id} item={item} />
          ))}
        </Section>
      ))}
      {measures.map((name) => (
        <Section key={name} title={t(`sections.${name}`)} count={today[name].count}>
          {today[name].items.map((measure) => (
            <MeasureLine key={measure.id} measure={measure} />
          ))}
        </Section>
      ))}
      {today.mentions.count > 0 && (
        <Section title={t("sections.mentions")} count={today.mentions.count}>
          {today.mentions.items.map((mention) => (
            <MentionLine key={mention.comment_id} mention={mention} />
          ))}
        </Section>
      )}
    </SimpleGrid>
  );
}

interface SectionProps {
  title: string;
  count: number;
  waiting?: Waiting;
  children: ReactNode;
}

function Section({ title, count, waiting, children }: SectionProps) {
  const { t } = useTranslation("today");
  return (
    <Card withBorder component="section" aria-label={title}>
      <Group justify="space-between" mb="xs" wrap="nowrap">
        <Title order={2} size="h4">
          {title}
        </Title>
        {waiting ? (
          <Link to="/journal" search={{ waiting }}>
            {t("showAll", { count })}
          </Link>
        ) : (
          <Text c="dimmed">{count}</Text>
        )}
      </Group>
      <Stack gap={8}>{children}</Stack>
    </Card>
  );
}

function RecordLine({ item }: { item: RecordItem }) {
  return (
    <Line
      to={item.id}
      text={item.description}
      below={`${item.number} · ${item.site.name}, ${item.place}`}
      right={<DueDate dueOn={item.due_on ?? null} overdue={item.overdue} />}
    />
  );
}

function MeasureLine({ measure }: { measure: Measures["items"][number] }) {
  return (
    <Line
      to={measure.nonconformity.id}
      text={measure.description}
      below={`${measure.number} · ${measure.nonconformity.site}, ${measure.nonconformity.place}`}
      right={<DueDate dueOn={measure.due_on} overdue={measure.overdue} />}
    />
  );
}

function MentionLine({ mention }: { mention: Mention }) {
  const { text } = fromWire(mention.text, mention.mentions, "…");
  return (
    <Line
      to={mention.nonconformity.id}
      text={text}
      below={[mention.nonconformity.number, mention.author?.name, formatMoment(mention.mentioned_at)].filter(Boolean).join(" · ")}
    />
  );
}

function Line({ to, text, below, right }: { to: string; text: string; below: string; right?: ReactNode }) {
  return (
    <Group justify="space-between" wrap="nowrap" gap="md" align="flex-start">
      <div style={{ minWidth: 0 }}>
        <Text size="sm" lineClamp={1} component={Link} to={`/journal/${to}`}>
          {text}
        </Text>
        <Text size="xs" c="dimmed" lineClamp={1}>
          {below}
        </Text>
      </div>
      {right && <Text size="sm">{right}</Text>}
    </Group>
  );
}
