import { Alert, Button, Card, Group, Stack, Text, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { IconPlus } from "@tabler/icons-react";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";

import { Problem } from "@/api/problem";
import type { Card as RecordCard } from "@/api/schema";
import { problemText } from "@/ui/problems";

import { Measure } from "./Measure";
import { measuresQuery } from "./queries";

const MeasureDialog = lazy(() => import("./MeasureDialog").then((module) => ({ default: module.MeasureDialog })));

/** What is done beside the fix. Nothing is shown where there is none and none may be planned. */
export function MeasuresCard({ record }: { record: RecordCard }) {
  const { t } = useTranslation("measures");
  const { data, error } = useQuery(measuresQuery(record.id));
  const [creating, setCreating] = useState(false);
  const mayCreate = data?.allowed_actions.includes("create") ?? false;
  if (!error && !mayCreate && !data?.items.length) return null;
  return (
    <Card withBorder component="section" aria-labelledby="measures">
      <Group justify="space-between" mb="sm">
        <Title order={2} size="h4" id="measures">
          {t("title")}
        </Title>
        {mayCreate && (
          <Button variant="default" size="xs" className="touch" leftSection={<IconPlus size={16} />} onClick={() => setCreating(true)}>
            {t("add")}
          </Button>
        )}
      </Group>
      {error instanceof Problem && (
        <Alert color="yellow" variant="light">
          {problemText(error, t)}
        </Alert>
      )}
      {data?.items.length === 0 && (
        <Text size="sm" c="dimmed">
          {t("empty")}
        </Text>
      )}
      <Stack gap="md">
        {data?.items.map((measure) => (
          <Measure key={measure.id} measure={measure} zone={record.branch.time_zone} />
        ))}
      </Stack>
      {creating && (
        <Suspense fallback={null}>
          <MeasureDialog record={record} measure={null} onClose={() => setCreating(false)} />
        </Suspense>
      )}
    </Card>
  );
}
