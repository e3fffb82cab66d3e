import { Card, Group, SimpleGrid, Skeleton, Stack, Text, Title } from "@mantine/core";
import { useDocumentTitle } from "@mantine/hooks";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";

import { DueDate } from "@/features/journal/badges";
import { journalQuery } from "@/features/journal/queries";
import type { JournalSearch } from "@/features/journal/search";
import { useMe } from "@/features/session/queries";

const SHOWN = 5;

/** What waits for the viewer, each list a step from the journal that holds all of it. */
export function TodayPage() {
  const { t } = useTranslation(["today", "journal"]);
  const me = useMe();
  useDocumentTitle(t("pageTitle"));
  const mayAssign = "nonconformity:assign" in me.permissions;
  return (
    <Stack gap="md">
      <Title order={1} size="h2">
        {t("title")}
      </Title>
      <SimpleGrid cols={{ base: 1, md: 2 }}>
        <Waiting title={t("mine")} none={t("mineNone")} search={{ responsible_id: me.id, state: ["assigned", "in_progress"], sort: "due_on" }} />
        <Waiting title={t("overdue")} none={t("overdueNone")} search={{ overdue: true, sort: "due_on" }} />
        {mayAssign && <Waiting title={t("toAssign")} none={t("toAssignNone")} search={{ state: ["registered"] }} />}
        <Waiting title={t("toVerify")} none={t("toVerifyNone")} search={{ state: ["fixed"] }} />
      </SimpleGrid>
    </Stack>
  );
}

function Waiting({ title, none, search }: { title: string; none: string; search: JournalSearch }) {
  const { t } = useTranslation("journal");
  const { data } = useInfiniteQuery(journalQuery(search));
  const first = data?.pages[0];
  return (
    <Card withBorder component="section">
      <Group justify="space-between" mb="xs">
        <Title order={2} size="h4">
          {title}
        </Title>
        {first?.total ? (
          <Link to="/journal" search={search}>
            {t("count", { count: first.total })}
          </Link>
        ) : null}
      </Group>
      {!first && <Skeleton h={120} />}
      {first?.items.length === 0 && <Text c="dimmed">{none}</Text>}
      <Stack gap={6}>
        {first?.items.slice(0, SHOWN).map((item) => (
          <Group key={item.id} justify="space-between" wrap="nowrap" gap="md">
            <Text size="sm" lineClamp={1} component={Link} to={`/journal/${item.id}`}>
              {item.description}
            </Text>
            <Text size="sm" className="number">
              <DueDate dueOn={item.due_on} overdue={item.overdue} />
            </Text>
          </Group>
        ))}
      </Stack>
    </Card>
  );
}
