import { Button, Group, Skeleton, Stack, Text, Title } from "@mantine/core";
import { useDocumentTitle, useMediaQuery } from "@mantine/hooks";
import { IconListDetails, IconPlus } from "@tabler/icons-react";
import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { useEffect, useMemo, useRef } from "react";
import { useTranslation } from "react-i18next";

import { ImportLink } from "@/features/imports/ImportLink";
import { useHolds } from "@/features/session/queries";
import { EmptyState } from "@/ui/EmptyState";
import { nextPage } from "@/ui/nextPage";
import { Refusal } from "@/ui/Refusal";

import { Filters } from "./Filters";
import { RecordCards } from "./RecordCards";
import { RecordTable } from "./RecordTable";
import { BulkBar } from "./list/BulkBar";
import { ColumnsMenu } from "./list/ColumnsMenu";
import { Exports } from "./list/Exports";
import { ViewSwitch } from "./list/ViewSwitch";
import { ViewsMenu } from "./list/ViewsMenu";
import { useColumns } from "./list/kept";
import { useListKeys } from "./list/useListKeys";
import { useSelection } from "./list/useSelection";
import { journalQuery } from "./queries";
import { type JournalSearch, filtersOf } from "./search";
import { leaveTrail } from "./trail";

export function JournalPage() {
  const { t } = useTranslation(["journal", "list"]);
  const search = useSearch({ from: "/staff/journal" });
  const navigate = useNavigate({ from: "/journal" });
  const narrow = useMediaQuery("(max-width: 48em)");
  const mayAssign = useHolds("nonconformity:assign");
  useDocumentTitle(t("pageTitle"));
  const [columns, setColumns] = useColumns();
  const pages = useInfiniteQuery({ ...journalQuery(search), placeholderData: keepPreviousData });
  const { data } = pages;
  const items = useMemo(() => data?.pages.flatMap((page) => page.items), [data]);
  useEffect(() => {
    if (items) leaveTrail({ search, ids: items.map(({ id }) => id) });
  }, [items, search]);
  const total = pages.data?.pages[0]?.total;
  const chosen = useSelection(items ?? []);
  const selection = mayAssign ? chosen : undefined;
  const field = useRef<HTMLInputElement>(null);
  const list = useListKeys({ search: field, ...(selection ? { onToggle: selection.toggle } : {}) });
  const change = (changes: Partial<JournalSearch>): void => {
    void navigate({ search: (before) => ({ ...before, ...changes }), replace: true, state: true });
  };
  const List = narrow ? RecordCards : RecordTable;
  return (
    <Stack gap="md">
      <Head />
      <Filters search={search} onChange={change} field={field} />
      <Group gap="xs" justify="space-between">
        <Text c="dimmed" size="sm" role="status">
          {total != null && t("count", { count: total })}
        </Text>
        <Group gap="xs">
          <ViewSwitch shown="list" search={search} />
          <ViewsMenu
            search={search}
            onShow={(shown, view) => void navigate({ search: shown, state: (before) => ({ ...before, view }) })}
            {...(narrow ? {} : { columns, onColumns: setColumns })}
          />
          {!narrow && <ColumnsMenu columns={columns} onChange={setColumns} />}
          <Exports search={search} />
        </Group>
      </Group>
      <Refusal error={pages.error} onRetry={pages.refetch} />
      {!items && pages.isPending && <Skeleton h={420} />}
      {items?.length === 0 && <NoRecords filtered={search.q !== undefined || filtersOf(search).length > 0} />}
      {items && items.length > 0 && (
        <div ref={list}>
          <List
            items={items}
            search={search}
            onSort={(sort) => change({ sort })}
            fetching={pages.isPlaceholderData}
            columns={columns}
            selection={selection}
          />
        </div>
      )}
      {pages.hasNextPage && (
        <Button variant="default" mx="auto" loading={pages.isFetchingNextPage} onClick={() => void nextPage(pages)}>
          {t("common:more")}
        </Button>
      )}
      {selection && <BulkBar selection={selection} />}
    </Stack>
  );
}

/** The heading, and what leads away from the list. */
function Head() {
  const { t } = useTranslation(["journal", "list"]);
  const files = useHolds("nonconformity:file");
  return (
    <Group justify="space-between" gap="sm">
      <Title order={1} size="h2">
        {t("title")}
      </Title>
      <Group gap="xs">
        <ImportLink kind="journal" visibleFrom="sm" />
        {files && (
          <Button component={Link} to="/journal/new" leftSection={<IconPlus size={16} />}>
            {t("common:keys.newFinding")}
          </Button>
        )}
      </Group>
    </Group>
  );
}

function NoRecords({ filtered }: { filtered: boolean }) {
  const { t } = useTranslation("journal");
  const which = filtered ? "nothing" : "empty";
  return (
    <EmptyState icon={IconListDetails} title={t(`${which}.title`)} text={t(`${which}.text`)}>
      {!filtered && <ImportLink kind="journal" />}
    </EmptyState>
  );
}
