import { Button, Group, Paper, Text } from "@mantine/core";
import { Suspense, lazy, useState } from "react";
import { useTranslation } from "react-i18next";

import type { BulkAct } from "./bulk";
import type { Selection } from "./useSelection";

const BulkDialog = lazy(() => import("./BulkDialog").then((module) => ({ default: module.BulkDialog })));

/** What can be done with all that is chosen. */
export function BulkBar({ selection }: { selection: Selection }) {
  const { t } = useTranslation("list");
  const [act, setAct] = useState<BulkAct | null>(null);
  const count = selection.records.length;
  return (
    <>
      {count > 0 && (
        <Paper withBorder shadow="md" p="xs" pos="sticky" bottom={12} style={{ zIndex: 3 }} role="region" aria-label={t("bulk.region")}>
          <Group justify="space-between" gap="xs">
            <Group gap={4}>
              <Text size="sm" fw={500} role="status" pl="xs">
                {t("bulk.chosen", { count })}
              </Text>
              <Button size="sm" px="xs" variant="subtle" onClick={selection.clear}>
                {t("bulk.clear")}
              </Button>
            </Group>
            <Group gap="xs">
              <Button size="sm" onClick={() => setAct("assign")}>
                {t("bulk.assign.name")}
              </Button>
              <Button size="sm" variant="default" onClick={() => setAct("move-due-date")}>
                {t("bulk.move-due-date.name")}
              </Button>
            </Group>
          </Group>
        </Paper>
      )}
      {act && (
        <Suspense fallback={null}>
          <BulkDialog act={act} selection={selection} onClose={() => setAct(null)} />
        </Suspense>
      )}
    </>
  );
}
