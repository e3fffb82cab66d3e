import { Alert, Button, Group, Skeleton, Stack, Text, Title } from "@mantine/core";
import { useDocumentTitle, useMediaQuery } from "@mantine/hooks";
import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { IconListDetails, IconPlus } from "@tabler/icons-react";
import { useEffect, useMemo } from "react";
import { useTranslation } from "react-i18next";

import { Problem } from "@/api/problem";
import { useHolds } from "@/features/session/queries";
import { ImportLink } from "@/features/imports/ImportLink";
import { EmptyState } from "@/ui/EmptyState";
import { problemText } from "@/ui/problems";

import { Filters } from "./Filters";
import { RecordCards } from "./RecordCards";
import { RecordTable } from "./RecordTable";
import { journalQuery } from "./queries";
import type { JournalSearch } from "./search";
import { leaveTrail } from "./trail";

export function JournalPage() {
  const { t } = useTranslation("journal");
  const search = useSearch({ from: "/staff/journal" });
  const navigate = useNavigate({ from: "/journal" });
  const narrow = useMediaQuery("(max-width: 48em)");
  const files = useHolds("nonconformity:file");
  useDocumentTitle(t("pageTitle"));
  const pages = useInfiniteQuery({ ...journalQuery(search), placeholderData: keepPreviousData });
  const change = (changes: Partial<JournalSearch>): void => {
    void navigate({ search: (before) => ({ ...before, ...changes }), replace: true });
  };
  const { data } = pages;
  const items = useMemo(() => data?.pages.flatMap((page) => page.items), [data]);
  useEffect(() => {
    if (items) leaveTrail({ search, ids: items.map(({ id }) => id) });
  }, [items, search]);
  const total = pages.data?.pages[0]?.total;
  const List = narrow ? RecordCards : RecordTable;
  return (
    <Stack gap="md">
      <Group justify="space-between" align="baseline">
        <Title order={1} size="h2">
          {t("title")}
        </Title>
        <Group gap="md">
          {total != null && (
            <Text c="dimmed" role="status">
              {t("count", { count: total })}
            </Text>
          )}
          {files && (
            <Button component={Link} to="/journal/new" leftSection={<IconPlus size={16} />}>
              {t("common:keys.newFinding")}
            </Button>
          )}
        </Group>
      </Group>
      <Filters search={search} onChange={change} />
      {pages.error instanceof Problem && (
        <Alert color="red" variant="light" role="alert">
          {problemText(pages.error, t)}
        </Alert>
      )}
      {!items && pages.isPending && <Skeleton h={420} />}
      {items?.length === 0 && <NoRecords filtered={Object.keys(search).some((name) => name !== "sort")} />}
      {items && items.length > 0 && (
        <List items={items} search={search} onSort={(sort) => change({ sort })} fetching={pages.isPlaceholderData} />
      )}
      {pages.hasNextPage && (
        <Button variant="default" mx="auto" loading={pages.isFetchingNextPage} onClick={() => void pages.fetchNextPage()}>
          {t("common:more")}
        </Button>
      )}
    </Stack>
  );
}

function NoRecords({ filtered }: { filtered: boolean }) {
  const { t } = useTranslation("journal");
  const which = filtered ? "nothing" : "empty";
  return (
    <EmptyState icon={IconListDetails} title={t(`${which}.title`)} text={t(`${which}.text`)}>
      {!filtered && <ImportLink kind="journal" variant="filled" />}
    </EmptyState>
  );
}
