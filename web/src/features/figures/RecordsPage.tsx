import { Anchor, Button, Skeleton, Stack, Text, Title } from "@mantine/core";
import { useDocumentTitle, useMediaQuery } from "@mantine/hooks";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Link, useSearch } from "@tanstack/react-router";
import { IconListDetails } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";

import { RecordCards } from "@/features/journal/RecordCards";
import { RecordTable } from "@/features/journal/RecordTable";
import { formatDay } from "@/ui/dates";
import { EmptyState } from "@/ui/EmptyState";
import { nextPage } from "@/ui/nextPage";
import { Refusal } from "@/ui/Refusal";

import { figureRecordsQuery } from "./queries";
import { scopeOf } from "./search";
import { useGroupLabel } from "./useGroupLabel";

/** The records that a figure counts, each as the journal has it now. */
export function RecordsPage() {
  const { t } = useTranslation(["figures", "journal"]);
  const search = useSearch({ from: "/staff/figures/records" });
  const narrow = useMediaQuery("(max-width: 48em)");
  const figure = search.figure ?? "filed";
  const group = useGroupLabel(search);
  useDocumentTitle(`${t(`tiles.${figure}`)} · ${t("common:product")}`);
  const pages = useInfiniteQuery(figureRecordsQuery(search));
  const items = pages.data?.pages.flatMap((page) => page.items) ?? [];
  const hidden = pages.data?.pages.reduce((sum, page) => sum + page.hidden, 0) ?? 0;
  const List = narrow ? RecordCards : RecordTable;
  const total = pages.data?.pages[0]?.total;
  const period = [search.from && t("from", { day: formatDay(search.from) }), search.to && t("to", { day: formatDay(search.to) })];
  return (
    <Stack gap="md">
      <Anchor size="sm" renderRoot={(props) => <Link {...props} to="/figures" search={scopeOf({ ...search })} />}>
        ← {t("title")}
      </Anchor>
      <div>
        <Title order={1} size="h2">
          {t(`tiles.${figure}`)}
          {group && `: ${group}`}
        </Title>
        <Text c="dimmed" role="status">
          {[total != null && t("journal:count", { count: total }), ...period].filter(Boolean).join(" · ")}
        </Text>
      </div>
      <Refusal error={pages.error} onRetry={pages.refetch} />
      {pages.isPending && <Skeleton h={420} />}
      {pages.data && items.length + hidden === 0 && (
        <EmptyState icon={IconListDetails} title={t("behindNothing.title")} text={t("behindNothing.text")} />
      )}
      {items.length > 0 && <List items={items} search={{}} fetching={false} />}
      {hidden > 0 && <Text c="dimmed">{t("hidden", { count: hidden })}</Text>}
      {pages.hasNextPage && (
        <Button variant="default" mx="auto" loading={pages.isFetchingNextPage} onClick={() => void nextPage(pages)}>
          {t("common:more")}
        </Button>
      )}
    </Stack>
  );
}
