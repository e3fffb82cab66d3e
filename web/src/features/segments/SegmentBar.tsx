import { Button, Card, Group, Select, Text } from "@mantine/core";
import { modals } from "@mantine/modals";
import { IconFilterPlus } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import type { SegmentCard } from "@/api/schema";
import { useHolds } from "@/features/session/queries";
import { Refusal } from "@/ui/Refusal";

import { SegmentDialog } from "./SegmentDialog";
import { segmentsQuery, useRemoveSegment } from "./queries";

interface Props {
  chosen: string | undefined;
  onChoose: (segmentId: string | undefined) => void;
}

/** Saved segments: one narrows the register down to its people. */
export function SegmentBar({ chosen, onChoose }: Props) {
  const { t, i18n } = useTranslation("segments");
  const { data, error } = useQuery(segmentsQuery(i18n.language));
  const mayMake = useHolds("people:edit_segments");
  const [open, setOpen] = useState<SegmentCard | "new" | null>(null);
  const segment = data?.items.find(({ id }) => id === chosen);
  return (
    <>
      <Group gap="xs">
        <Select
          aria-label={t("segment")}
          placeholder={t("segment")}
          data={data?.items.map(({ id, name }) => ({ value: id, label: name })) ?? []}
          value={chosen ?? null}
          onChange={(id) => onChoose(id ?? undefined)}
          searchable
          clearable
          nothingFoundMessage={t("none")}
          w={{ base: "100%", sm: 280 }}
        />
        {mayMake && (
          <Button variant="default" leftSection={<IconFilterPlus size={16} />} onClick={() => setOpen("new")}>
            {t("new")}
          </Button>
        )}
      </Group>
      <Refusal error={error} />
      {segment && <Chosen segment={segment} onEdit={setOpen} onRemoved={() => onChoose(undefined)} />}
      {open && <SegmentDialog segment={open === "new" ? null : open} onClose={() => setOpen(null)} onSaved={({ id }) => onChoose(id)} />}
    </>
  );
}

interface ChosenProps {
  segment: SegmentCard;
  onEdit: (segment: SegmentCard) => void;
  onRemoved: () => void;
}

function Chosen({ segment, onEdit, onRemoved }: ChosenProps) {
  const { t } = useTranslation("segments");
  const remove = useRemoveSegment();
  const ask = (): void => {
    modals.openConfirmModal({
      title: t("removeTitle"),
      children: <Text size="sm">{t("removeText", { name: segment.name })}</Text>,
      labels: { confirm: t("remove"), cancel: t("common:cancel") },
      confirmProps: { color: "red" },
      onConfirm: () => remove.mutate(segment, { onSuccess: onRemoved }),
    });
  };
  return (
    <Card withBorder padding="sm">
      <Refusal error={remove.error} />
      <Group justify="space-between" gap="xs">
        <div>
          <Text size="sm" className="sentence">
            {segment.description}
          </Text>
          <Text size="xs" c="dimmed">
            {t(`visibilities.${segment.visibility}`)}
            {segment.owner_name && ` · ${segment.owner_name}`}
          </Text>
        </div>
        <Group gap={4}>
          {segment.allowed_actions.includes("edit") && (
            <Button variant="subtle" size="xs" onClick={() => onEdit(segment)}>
              {t("change")}
            </Button>
          )}
          {segment.allowed_actions.includes("remove") && (
            <Button variant="subtle" size="xs" color="red" onClick={ask}>
              {t("remove")}
            </Button>
          )}
        </Group>
      </Group>
    </Card>
  );
}
