import { Alert, Anchor, Card, Grid, Group, Skeleton, Stack, Text, Title } from "@mantine/core";
import { useDocumentTitle } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { Link, useParams } from "@tanstack/react-router";
import { useRef } from "react";
import { useTranslation } from "react-i18next";

import { Problem } from "@/api/problem";
import { PhotosCard } from "@/features/attachments/PhotosCard";
import { Discussion } from "@/features/comments/Discussion";
import { MeasuresCard } from "@/features/measures/MeasuresCard";
import { problemText } from "@/ui/problems";

import { Actions } from "./Actions";
import { Facts } from "./Facts";
import { Timeline } from "./Timeline";
import { SeverityBadge, StateBadge } from "./badges";
import { recordQuery } from "./queries";

export function RecordPage() {
  // Named together, so that the card is painted once and not in four steps.
  const { t } = useTranslation(["journal", "attachments", "comments", "measures"]);
  const talk = useRef<HTMLTextAreaElement>(null);
  const { recordId } = useParams({ from: "/staff/journal/$recordId" });
  const { data: record, error } = useQuery(recordQuery(recordId));
  useDocumentTitle(record ? `${record.number} · ${t("common:product")}` : t("pageTitle"));
  if (error instanceof Problem && !record) {
    return (
      <Alert color="red" variant="light" title={error.title} role="alert">
        {problemText(error, t)}{" "}
        <Anchor component={Link} to="/journal" inherit>
          {t("toJournal")}
        </Anchor>
      </Alert>
    );
  }
  if (!record) return <Skeleton h={420} />;
  return (
    <Stack gap="md">
      <Anchor component={Link} to="/journal" size="sm">
        ← {t("title")}
      </Anchor>
      <Group justify="space-between" align="flex-start">
        <Stack gap={4}>
          <Group gap="sm">
            <Title order={1} size="h2" className="number">
              {record.number}
            </Title>
            <StateBadge state={record.state} />
            <SeverityBadge severity={record.severity} />
          </Group>
          <Text c="dimmed">
            {record.site.name}, {record.place}
          </Text>
        </Stack>
        <Actions record={record} />
      </Group>
      <Grid gap="md">
        <Grid.Col span={{ base: 12, md: 7 }}>
          <Stack gap="md">
            <Card withBorder>
              <Text className="prose" size="lg">
                {record.description}
              </Text>
              {record.proposal && (
                <>
                  <Text size="sm" c="dimmed" mt="md">
                    {t("fields.proposal")}
                  </Text>
                  <Text className="prose">{record.proposal}</Text>
                </>
              )}
            </Card>
            <PhotosCard recordId={record.id} />
            <MeasuresCard record={record} />
            <Discussion record={record} field={talk} />
            <Timeline recordId={record.id} />
          </Stack>
        </Grid.Col>
        <Grid.Col span={{ base: 12, md: 5 }}>
          <Facts record={record} />
        </Grid.Col>
      </Grid>
    </Stack>
  );
}
