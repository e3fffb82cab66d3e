import { Badge, Box, Button, Group, Stack, Text } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";

import type { MeasureView } from "@/api/schema";
import { Thumbnails } from "@/features/attachments/Thumbnails";
import { DueDate } from "@/features/journal/badges";
import { formatDay } from "@/ui/dates";
import { useRefused } from "@/ui/useRefused";

import { type Step, useStep } from "./queries";

const MeasureDialog = lazy(() => import("./MeasureDialog").then((module) => ({ default: module.MeasureDialog })));
const StepDialog = lazy(() => import("./StepDialog").then((module) => ({ default: module.StepDialog })));

const COLORS: Record<MeasureView["state"], string> = { planned: "patina", completed: "orange", verified: "green", cancelled: "gray" };
/** What somebody may do to it. */
type Act = Step | "edit";
const ORDER: readonly Act[] = ["complete", "verify", "return", "extend", "edit", "cancel"];

export function Measure({ measure, zone }: { measure: MeasureView; zone: string }) {
  const { t } = useTranslation("measures");
  const [open, setOpen] = useState<Act | null>(null);
  const verifying = useStep(measure, "verify");
  const refused = useRefused();
  const close = (): void => setOpen(null);
  const begin = (act: Act): void => {
    if (act !== "verify") {
      setOpen(act);
      return;
    }
    verifying.mutate(
      { text: "", date: null, attachmentIds: [] },
      {
        onSuccess: () => notifications.show({ message: t("acts.verify.done") }),
        onError: refused,
      },
    );
  };
  const verbs = ORDER.filter((act) => measure.allowed_actions.includes(act));
  return (
    <Box component="article" aria-label={measure.number}>
      <Group gap="xs" mb={4}>
        <Text size="sm" fw={500}>
          {t(`kinds.${measure.kind}`)}
        </Text>
        <Badge variant="light" color={COLORS[measure.state]}>
          {t(`states.${measure.state}`)}
        </Badge>
        {measure.expired && <Badge color="red">{t("expired")}</Badge>}
        <Text size="xs" c="dimmed" className="number">
          {measure.number}
        </Text>
      </Group>
      <Text size="sm" className="prose">
        {measure.description}
      </Text>
      <Group gap="md" mt={4}>
        <Text size="sm" c="dimmed">
          {measure.owner.name ?? t("common:unknownPerson")}
        </Text>
        <Text size="sm">
          <DueDate dueOn={measure.due_on} overdue={measure.late} zone={zone} moves={measure.due_date_moves} />
        </Text>
        {measure.expires_on && (
          <Text size="sm" c={measure.expired ? "var(--mantine-color-red-text)" : "dimmed"}>
            {t("worksUntil", { day: formatDay(measure.expires_on) })}
          </Text>
        )}
      </Group>
      {measure.evidence && (
        <Text size="sm" mt={4} className="prose">
          <Text span c="dimmed">
            {t("evidence")}:
          </Text>{" "}
          {measure.evidence}
        </Text>
      )}
      <Stack gap="xs" mt={measure.attachments.length > 0 ? "xs" : 0}>
        <Thumbnails items={measure.attachments} />
      </Stack>
      {verbs.length > 0 && (
        <Group gap="xs" mt="xs">
          {verbs.map((act, at) => (
            <Button
              key={act}
              size="compact-sm"
              className="touch"
              variant={at === 0 && (act === "complete" || act === "verify") ? "light" : "default"}
              loading={act === "verify" && verifying.isPending}
              onClick={() => begin(act)}
            >
              {t(`acts.${act}.name`)}
            </Button>
          ))}
        </Group>
      )}
      <Suspense fallback={null}>
        {open === "edit" && <MeasureDialog record={null} measure={measure} onClose={close} />}
        {open && open !== "edit" && <StepDialog measure={measure} step={open} onClose={close} />}
      </Suspense>
    </Box>
  );
}
