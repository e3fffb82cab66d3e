import { Card, Group, Stack, Text, Title } from "@mantine/core";
import { useRef } from "react";
import { useTranslation } from "react-i18next";

import type { Card as Record } from "@/api/schema";
import { PhotosCard } from "@/features/attachments/PhotosCard";
import { Discussion } from "@/features/comments/Discussion";
import { MeasuresCard } from "@/features/measures/MeasuresCard";
import { LongText } from "@/ui/LongText";

import { Actions } from "./Actions";
import { DueDates } from "./DueDates";
import { Facts } from "./Facts";
import { Notices } from "./Notices";
import { Related } from "./Related";
import { Timeline } from "./Timeline";
import { TrailBar } from "./TrailBar";
import { SeverityBadge, StateBadge } from "./badges";
import classes from "./record.module.css";
import { useDoing } from "./useDoing";
import { useRecordKeys } from "./useRecordKeys";

/** A record with everything on it. */
export function RecordView({ record }: { record: Record }) {
  const { t } = useTranslation("journal");
  const talk = useRef<HTMLTextAreaElement>(null);
  const doing = useDoing(record);
  const trail = useRecordKeys({
    record,
    doing,
    onComment: () => {
      talk.current?.scrollIntoView({ block: "center" });
      talk.current?.focus();
    },
  });
  return (
    <Stack gap="md">
      <TrailBar {...trail} />
      <Group justify="space-between" align="flex-start">
        <Stack gap={4}>
          <Group gap="sm">
            <Title order={1} size="h2" className="number">
              {record.number}
            </Title>
            <StateBadge state={record.state} />
            <SeverityBadge severity={record.severity} />
          </Group>
          <Text c="dimmed" style={{ overflowWrap: "anywhere" }}>
            {record.site.name}, {record.place}
          </Text>
        </Stack>
        <Actions record={record} doing={doing} />
      </Group>
      <Notices record={record} />
      <div className={classes["card"]}>
        <Card withBorder className={classes["what"] ?? ""}>
          <LongText>
            <Text className="prose" size="lg">
              {record.description}
            </Text>
          </LongText>
          {record.proposal && (
            <>
              <Text size="sm" c="dimmed" mt="md">
                {t("fields.proposal")}
              </Text>
              <Text className="prose">{record.proposal}</Text>
            </>
          )}
        </Card>
        <Stack gap="md" className={classes["facts"] ?? ""}>
          <Facts record={record} />
          <DueDates record={record} />
        </Stack>
        <Stack gap="md" className={classes["rest"] ?? ""}>
          <PhotosCard recordId={record.id} />
          <MeasuresCard record={record} />
          <Discussion record={record} field={talk} />
        </Stack>
        <Stack gap="md" className={classes["around"] ?? ""}>
          <Related record={record} />
          <Timeline recordId={record.id} />
        </Stack>
      </div>
    </Stack>
  );
}
