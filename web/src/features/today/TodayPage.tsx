import { Button, Group, SimpleGrid, Skeleton, Stack, Text, Title } from "@mantine/core";
import { useDocumentTitle } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { IconMoodSmile, IconPlus } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";

import type { Today } from "@/api/schema";
import { Guide, useGuide } from "@/features/guide/Guide";
import { useHolds } from "@/features/session/queries";
import { EmptyState } from "@/ui/EmptyState";
import { Refusal } from "@/ui/Refusal";
import { dateLocale } from "@/ui/dates";

import { Summary } from "./Summary";
import { MeasureLine, MentionLine, RecordLine } from "./lines";
import classes from "./Today.module.css";
import { todayQuery } from "./queries";
import { TodaySection } from "./TodaySection";
import { MEASURES, RECORDS, count } from "./sections";

/** What waits for the viewer; each section is a step from the list that holds all of it. */
export function TodayPage() {
  const { t } = useTranslation("today");
  const { data: today, error, refetch } = useQuery(todayQuery);
  useDocumentTitle(t("pageTitle"));
  const files = useHolds("nonconformity:file");
  const guide = useGuide();
  // What to begin with is said once: by the guide, while it is shown.
  const guided = guide !== null && !guide.away;
  const day = new Intl.DateTimeFormat(dateLocale(), { weekday: "long", day: "numeric", month: "long" }).format(new Date());
  return (
    <Stack gap="md">
      <Group justify="space-between">
        <div>
          <Title order={1} size="h2">
            {t("title")}
          </Title>
          <Text c="dimmed">{day}</Text>
        </div>
        {files && (
          <Button component={Link} to="/journal/new" variant={guided ? "default" : "filled"} leftSection={<IconPlus size={16} />}>
            {t("common:keys.newFinding")}
          </Button>
        )}
      </Group>
      {guide && <Guide {...guide} />}
      {!today && <Refusal error={error} onRetry={refetch} />}
      {!today && !error && <Skeleton h={320} />}
      {today && count(today) > 0 && <Sections today={today} />}
      {today && count(today) === 0 && !guided && <EmptyState icon={IconMoodSmile} title={t("nothing.title")} text={t("nothing.text")} />}
    </Stack>
  );
}

function Sections({ today }: { today: Today }) {
  return (
    <>
      <Summary today={today} />
      <SimpleGrid cols={{ base: 1, lg: 2 }} className={classes["sections"] ?? ""}>
        {RECORDS.filter((name) => today[name].count > 0).map((name) => (
          <TodaySection key={name} name={name} count={today[name].count} waiting={name}>
            {today[name].items.map((item) => (
              <RecordLine key={item.id} item={item} section={name} />
            ))}
          </TodaySection>
        ))}
        {MEASURES.filter((name) => today[name].count > 0).map((name) => (
          <TodaySection key={name} name={name} count={today[name].count}>
            {today[name].items.map((measure) => (
              <MeasureLine key={measure.id} measure={measure} />
            ))}
          </TodaySection>
        ))}
        {today.mentions.count > 0 && (
          <TodaySection name="mentions" count={today.mentions.count}>
            {today.mentions.items.map((mention) => (
              <MentionLine key={mention.comment_id} mention={mention} />
            ))}
          </TodaySection>
        )}
      </SimpleGrid>
    </>
  );
}
