import { Button, Group, ScrollArea, Text, Title, UnstyledButton } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { IconBell } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";

import type { News, NewsItem } from "@/api/schema";
import { EmptyState } from "@/ui/EmptyState";
import { formatAgo } from "@/ui/dates";

import classes from "./News.module.css";

interface Props {
  news: News;
  onRead: () => void;
  onClose: () => void;
}

export function NewsList({ news, onRead, onClose }: Props) {
  const { t } = useTranslation("news");
  return (
    <>
      <Group justify="space-between" px="md" py="xs" className={classes["head"] ?? ""} wrap="nowrap">
        <Title order={2} size="h4">
          {t("title")}
        </Title>
        {news.unread > 0 && (
          <Button variant="subtle" size="compact-sm" onClick={onRead}>
            {t("readAll")}
          </Button>
        )}
      </Group>
      {news.items.length === 0 ? (
        <EmptyState icon={IconBell} title={t("nothing.title")} text={t("nothing.text")} />
      ) : (
        <ScrollArea.Autosize mah="min(70vh, 560px)" type="auto">
          <ul className={classes["list"]}>
            {news.items.map((item) => (
              <li key={`${item.kind} ${item.at} ${item.nonconformity.id}`}>
                <Line item={item} onOpen={onClose} />
              </li>
            ))}
          </ul>
        </ScrollArea.Autosize>
      )}
    </>
  );
}

function Line({ item, onOpen }: { item: NewsItem; onOpen: () => void }) {
  const { t } = useTranslation("news");
  const { nonconformity: record, actor } = item;
  return (
    <UnstyledButton
      component={Link}
      to={`/journal/${record.id}`}
      className={classes["line"] ?? ""}
      data-unread={item.unread || undefined}
      onClick={onOpen}
    >
      <Group justify="space-between" wrap="nowrap" gap="sm" align="baseline">
        <Text size="sm" fw={item.unread ? 600 : 400}>
          {t(`kinds.${item.kind}`)}
          {item.unread && <span className={classes["hidden"]}>, {t("unread")}</span>}
        </Text>
        <Text size="xs" c="dimmed" style={{ whiteSpace: "nowrap" }}>
          {formatAgo(item.at)}
        </Text>
      </Group>
      <Text size="sm" lineClamp={2}>
        {record.description}
      </Text>
      <Text size="xs" c="dimmed" truncate>
        <span className="number">{record.number}</span>
        {actor?.name && ` · ${actor.name}`}
      </Text>
    </UnstyledButton>
  );
}
