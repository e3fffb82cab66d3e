import { Button, Group, Skeleton, Stack, Text, Title } from "@mantine/core";
import { useDisclosure, useDocumentTitle, useMediaQuery } from "@mantine/hooks";
import { IconTableExport, IconUserPlus, IconUsers } from "@tabler/icons-react";
import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";

import { ImportLink } from "@/features/imports/ImportLink";
import { SegmentBar } from "@/features/segments/SegmentBar";
import { useHolds } from "@/features/session/queries";
import { EmptyState } from "@/ui/EmptyState";
import { nextPage } from "@/ui/nextPage";
import { Refusal } from "@/ui/Refusal";

import { Filters, NOTHING } from "./Filters";
import { PeopleCards } from "./PeopleCards";
import { PeopleTable } from "./PeopleTable";
import { PersonDialog } from "./PersonDialog";
import { registerQuery } from "./queries";
import { type PeopleSearch, exportAddress } from "./search";

export function PeoplePage() {
  const { t } = useTranslation(["people", "segments"]);
  const search = useSearch({ from: "/staff/people" });
  const navigate = useNavigate({ from: "/people" });
  const narrow = useMediaQuery("(max-width: 48em)");
  const mayAdd = useHolds("people:edit");
  const [adding, { open, close }] = useDisclosure();
  useDocumentTitle(t("pageTitle"));
  const pages = useInfiniteQuery({ ...registerQuery(search), placeholderData: keepPreviousData });
  const change = (changes: Partial<PeopleSearch>): void => {
    void navigate({ search: (before) => ({ ...before, ...changes }), replace: true });
  };
  const items = pages.data?.pages.flatMap((page) => page.items);
  const total = pages.data?.pages[0]?.total;
  const filtered = Object.keys(search).some((name) => name !== "sort");
  const List = narrow ? PeopleCards : PeopleTable;
  return (
    <Stack gap="md">
      <Group justify="space-between">
        <Group align="baseline" gap="sm">
          <Title order={1} size="h2">
            {t("title")}
          </Title>
          {total != null && (
            <Text c="dimmed" role="status">
              {t("count", { count: total })}
            </Text>
          )}
        </Group>
        <Group gap="xs">
          <ImportLink kind="people" visibleFrom="sm" />
          {!search.segment_id && (
            <Button component="a" href={exportAddress(search)} variant="default" leftSection={<IconTableExport size={18} />} visibleFrom="sm">
              {t("export")}
            </Button>
          )}
          {mayAdd && (
            <Button leftSection={<IconUserPlus size={18} />} onClick={open}>
              {t("add")}
            </Button>
          )}
        </Group>
      </Group>
      <Filters search={search} onChange={change} />
      <SegmentBar chosen={search.segment_id} onChoose={(segment_id) => change({ ...NOTHING, sort: undefined, segment_id })} />
      <Refusal error={pages.error} onRetry={pages.refetch} />
      {!items && pages.isPending && <Skeleton h={420} />}
      {items?.length === 0 && (
        <EmptyState
          icon={IconUsers}
          title={t(filtered ? "nothing.title" : "empty.title")}
          text={t(filtered ? "nothing.text" : "empty.text")}
        >
          {!filtered && <ImportLink kind="people" />}
        </EmptyState>
      )}
      {items && items.length > 0 && (
        <List items={items} search={search} onSort={(sort) => change({ sort })} fetching={pages.isPlaceholderData} />
      )}
      {pages.hasNextPage && (
        <Button variant="default" mx="auto" loading={pages.isFetchingNextPage} onClick={() => void nextPage(pages)}>
          {t("common:more")}
        </Button>
      )}
      {adding && (
        <PersonDialog
          person={null}
          onClose={close}
          onDone={({ id }) => void navigate({ to: "/people/$personId", params: { personId: id } })}
        />
      )}
    </Stack>
  );
}
