import { Alert, Anchor, Badge, Button, Group, Skeleton, Stack, Text } from "@mantine/core";
import { modals } from "@mantine/modals";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import type { AbsenceCard } from "@/api/schema";
import { Refusal } from "@/ui/Refusal";
import { Section } from "@/ui/Section";
import { formatDay } from "@/ui/dates";

import { AbsenceDialog } from "./AbsenceDialog";
import { standing } from "./days";
import { absencesQuery, substituteQuery, useCancelAbsence } from "./queries";

interface Props {
  personId: string;
  /** Whether the viewer enters absences of this person. */
  mayPlan: boolean;
}

/** When somebody is away, and who acts meanwhile. */
export function Absences({ personId, mayPlan }: Props) {
  const { t } = useTranslation("absences");
  const { data, error } = useQuery(absencesQuery(personId));
  const { data: today } = useQuery(substituteQuery(personId));
  const cancel = useCancelAbsence();
  const [open, setOpen] = useState<AbsenceCard | "new" | null>(null);
  const ask = (absence: AbsenceCard): void => {
    modals.openConfirmModal({
      title: t("cancelTitle"),
      children: <Text size="sm">{t("cancelText")}</Text>,
      labels: { confirm: t("cancel"), cancel: t("common:close") },
      confirmProps: { color: "red" },
      onConfirm: () => cancel.mutate(absence),
    });
  };
  const add = mayPlan && (
    <Button variant="default" size="xs" onClick={() => setOpen("new")}>
      {t("plan")}
    </Button>
  );
  return (
    <Section title={t("title")} action={add}>
      <Stack gap="sm">
        <Refusal error={error ?? cancel.error} />
        {!data && !error && <Skeleton h={40} />}
        {today?.is_absent && (
          <Alert variant="light" color="yellow">
            {today.acting ? t("awayActing", { who: today.acting.name }) : t("awayNobody")}
          </Alert>
        )}
        {data?.items.length === 0 && (
          <Text size="sm" c="dimmed">
            {t("none")}
          </Text>
        )}
        {data?.items.map((absence) => (
          <Absence key={absence.id} absence={absence} onEdit={setOpen} onCancel={ask} />
        ))}
      </Stack>
      {open && <AbsenceDialog personId={personId} absence={open === "new" ? null : open} onClose={() => setOpen(null)} />}
    </Section>
  );
}

interface AbsenceProps {
  absence: AbsenceCard;
  onEdit: (absence: AbsenceCard) => void;
  onCancel: (absence: AbsenceCard) => void;
}

function Absence({ absence, onEdit, onCancel }: AbsenceProps) {
  const { t } = useTranslation("absences");
  const { substitute } = absence;
  const days = t("days", { first: formatDay(absence.first_day), last: formatDay(absence.last_day) });
  const when = standing(absence);
  return (
    <div>
      <Group gap="xs">
        <Text size="sm" fw={500}>
          {days}
        </Text>
        {absence.kind && <Text size="sm">{t(`kinds.${absence.kind}`)}</Text>}
        {when !== "past" && (
          <Badge variant="light" color={when === "now" ? "yellow" : "gray"}>
            {t(`when.${when}`)}
          </Badge>
        )}
      </Group>
      <Text size="sm" c="dimmed">
        {t("substitute")}:{" "}
        {substitute ? (
          <Anchor component={Link} to={`/people/${substitute.id}`} size="sm">
            {substitute.name}
          </Anchor>
        ) : (
          t("nobody")
        )}
      </Text>
      {when !== "past" && (
        <Group gap={4} ml={-10}>
          {absence.allowed_actions.includes("edit") && (
            <Button variant="subtle" size="compact-sm" aria-label={t("editOf", { days })} onClick={() => onEdit(absence)}>
              {t("edit")}
            </Button>
          )}
          {absence.allowed_actions.includes("cancel") && (
            <Button
              variant="subtle"
              color="red"
              size="compact-sm"
              aria-label={t("cancelOf", { days })}
              onClick={() => onCancel(absence)}
            >
              {t("cancel")}
            </Button>
          )}
        </Group>
      )}
    </div>
  );
}
