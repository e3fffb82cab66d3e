import { Alert, Button, Card, Group, Progress, Stack, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";

import type { ImportCard } from "@/api/schema";
import { Refusal } from "@/ui/Refusal";

import { type Kind, useStepOf } from "./queries";
import { canBeStopped, progressOf } from "./states";

/** A step on its way. It goes on whether or not somebody watches. */
export function Running({ kind, item }: { kind: Kind; item: ImportCard }) {
  const { t } = useTranslation("imports");
  const step = useStepOf(kind, item.id);
  const { done, total } = progressOf(item);
  const known = total > 0;
  const name = t(`running.${item.awaits_register ? "arriving" : item.state}`);
  return (
    <Card withBorder>
      <Stack gap="sm">
        <Group justify="space-between">
          <Text fw={500} role="status">
            {name}
          </Text>
          {known && (
            <Text size="sm" c="dimmed" className="number">
              {t(item.awaits_register ? "rowsRecognised" : "rowsOf", { done, count: total })}
            </Text>
          )}
        </Group>
        <Progress value={known ? (100 * done) / total : 100} animated size="lg" aria-label={name} />
        {item.awaits_register && <Text size="sm">{t("arriving")}</Text>}
        <Refusal error={step.error} />
        {step.isSuccess && step.variables === "cancel" && (
          <Alert color="gray" variant="light" role="status">
            {t("stopping")}
          </Alert>
        )}
        <Group justify="space-between">
          <Text size="sm" c="dimmed">
            {t("mayLeave")}
          </Text>
          {canBeStopped(item.state) && (
            <Button variant="default" loading={step.isPending} onClick={() => step.mutate("cancel")}>
              {t("stop")}
            </Button>
          )}
        </Group>
      </Stack>
    </Card>
  );
}
