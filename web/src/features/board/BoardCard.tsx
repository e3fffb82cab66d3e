import { useDraggable } from "@dnd-kit/core";
import { ActionIcon, Anchor, Group, Paper, Text } from "@mantine/core";
import { IconGripVertical } from "@tabler/icons-react";
import { useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import type { KeyboardEventHandler, ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { DueDate, SeverityBadge } from "@/features/journal/badges";
import { recordQuery } from "@/features/journal/queries";
import type { RecordItem } from "@/features/journal/types";

import { CardMenu } from "./CardMenu";
import classes from "./board.module.css";
import type { Moving } from "./useMoving";

interface Props {
  item: RecordItem;
  moving: Moving;
  waiting?: boolean;
}

/** A record on the board: dragged by anywhere, by keyboard by its handle, or moved by its menu. */
export function BoardCard({ item, moving, waiting = false }: Props) {
  const { t } = useTranslation("board");
  const client = useQueryClient();
  const { attributes, listeners = {}, setNodeRef, setActivatorNodeRef, isDragging } = useDraggable({ id: item.id, data: { item }, disabled: waiting });
  const { onKeyDown, ...pointer } = listeners;
  // What may be done with it is asked for a moment before it is wished for.
  const foresee = (): void => {
    client.query({ ...recordQuery(item.id), staleTime: 5_000 }).catch(() => undefined);
  };
  return (
    <li ref={setNodeRef} className={classes["place"]} data-lifted={isDragging || undefined} data-waiting={waiting || undefined}>
      <div {...pointer} onMouseEnter={foresee} onFocus={foresee}>
        <CardFace item={item}>
          <Group gap={2} wrap="nowrap">
            <ActionIcon
              ref={setActivatorNodeRef}
              {...attributes}
              {...(onKeyDown ? { onKeyDown: onKeyDown as KeyboardEventHandler } : {})}
              variant="subtle"
              color="gray"
              size="sm"
              aria-label={t("drag", { number: item.number })}
            >
              <IconGripVertical size={16} />
            </ActionIcon>
            <CardMenu item={item} onChoose={moving.begin} />
          </Group>
        </CardFace>
      </div>
    </li>
  );
}

/** What a card shows, where it stands and while it is carried. */
export function CardFace({ item, lifted = false, children }: { item: RecordItem; lifted?: boolean; children?: ReactNode }) {
  const { t } = useTranslation("journal");
  return (
    <Paper withBorder p="xs" shadow={lifted ? "lg" : "none"} className={classes["card"]}>
      <Group justify="space-between" wrap="nowrap" gap={4}>
        <Anchor component={Link} to={`/journal/${item.id}`} size="sm" className="number" draggable={false}>
          {item.number}
        </Anchor>
        {children}
      </Group>
      <Text size="sm" lineClamp={3}>
        {item.description}
      </Text>
      <Text size="xs" c="dimmed" lineClamp={1}>
        {item.site.name}, {item.place}
      </Text>
      <Group justify="space-between" gap={4} mt={6}>
        <SeverityBadge severity={item.severity} />
        <Text size="xs">
          <DueDate dueOn={item.due_on} overdue={item.overdue} moves={item.due_date_moves} />
        </Text>
      </Group>
      {item.responsible && (
        <Text size="xs" c="dimmed" mt={4} lineClamp={1}>
          {item.responsible.name ?? t("common:unknownPerson")}
        </Text>
      )}
    </Paper>
  );
}
