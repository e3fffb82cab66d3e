import { ActionIcon, Loader, Menu } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconDots } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";

import type { Card } from "@/api/schema";
import { recordQuery } from "@/features/journal/queries";
import type { RecordItem } from "@/features/journal/types";
import { verbsOf } from "@/features/journal/verbs";

import { type Move, movesOf } from "./moves";

interface Props {
  item: RecordItem;
  onChoose: (record: Card, act: Move) => void;
}

/** Everything that dragging does, and the other acts, without dragging. */
export function CardMenu({ item, onChoose }: Props) {
  const { t } = useTranslation(["board", "journal"]);
  const [opened, { open, close }] = useDisclosure();
  const { data: record } = useQuery({ ...recordQuery(item.id), enabled: opened });
  const moves = record ? [...movesOf(record.state, record.allowed_actions)] : [];
  const others = record ? verbsOf(record.allowed_actions).filter((verb) => !moves.some(([, act]) => act === verb)) : [];
  return (
    <Menu opened={opened} onOpen={open} onClose={close} position="bottom-end" withinPortal>
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" size="sm" aria-label={t("menu", { number: item.number })}>
          <IconDots size={16} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {!record && (
          <Menu.Label>
            <Loader size="xs" />
          </Menu.Label>
        )}
        {record && moves.length > 0 && <Menu.Label>{t("moveTo")}</Menu.Label>}
        {record &&
          moves.map(([state, act]) => (
            <Menu.Item key={state} onClick={() => onChoose(record, act)}>
              {t(`journal:states.${state}`)}
            </Menu.Item>
          ))}
        {record && (moves.length > 0 || others.length > 0) && <Menu.Divider />}
        {record &&
          others.map((verb) => (
            <Menu.Item key={verb} onClick={() => onChoose(record, verb)}>
              {verb === "assign" && record.responsible ? t("journal:assignAgain") : t(`journal:verbs.${verb}.name`)}
            </Menu.Item>
          ))}
        <Menu.Item renderRoot={(props) => <Link {...props} to="/journal/$recordId" params={{ recordId: item.id }} />}>{t("open")}</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
