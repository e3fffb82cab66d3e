import "mantine-datatable/styles.layer.css";

import { Anchor, Text } from "@mantine/core";
import { Link, useNavigate } from "@tanstack/react-router";
import type { TFunction } from "i18next";
import { DataTable, type DataTableColumn } from "mantine-datatable";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { formatMoment } from "@/ui/dates";

import { DueDate, SeverityBadge, StateBadge } from "./badges";
import { type Column, USUAL_COLUMNS } from "./list/views";
import type { Selection } from "./list/useSelection";
import { type JournalSearch, SORTS, type Sort } from "./search";
import type { PersonRef, RecordItem } from "./types";

export interface ListProps {
  items: RecordItem[];
  search: JournalSearch;
  /** Not where the order is given. */
  onSort?: (sort: Sort | `-${Sort}`) => void;
  fetching: boolean;
  columns?: readonly Column[];
  /** Not where nothing can be done with many at once. */
  selection?: Selection | undefined;
}

export function RecordTable({ items, search, onSort, fetching, columns = USUAL_COLUMNS, selection }: ListProps) {
  const { t } = useTranslation(["journal", "list"]);
  const navigate = useNavigate();
  const sort = search.sort ?? "-registered_at";
  const sortable = onSort !== undefined;
  const always = alwaysShown(t, sortable);
  const chosen = columns.map((column) => ({ ...columnOf(column, t), sortable: sortable && SORTS.some((name) => name === column) }));
  return (
    <DataTable
      columns={[...always, ...chosen]}
      records={items}
      fetching={fetching}
      highlightOnHover
      verticalSpacing="xs"
      minHeight={160}
      noRecordsText={t("nothing.title")}
      sortStatus={{ columnAccessor: sort.replace(/^-/, ""), direction: sort.startsWith("-") ? "desc" : "asc" }}
      onSortStatusChange={({ columnAccessor, direction }) => {
        const name = SORTS.find((known) => known === columnAccessor);
        if (name) onSort?.(direction === "desc" ? `-${name}` : name);
      }}
      onRowClick={({ record }) => void navigate({ to: "/journal/$recordId", params: { recordId: record.id } })}
      {...(selection
        ? {
            selectedRecords: selection.records,
            onSelectedRecordsChange: selection.choose,
            allRecordsSelectionCheckboxProps: { "aria-label": t("list:bulk.all") },
            getRecordSelectionCheckboxProps: ({ number }: RecordItem) => ({ "aria-label": t("list:bulk.one", { number }) }),
          }
        : {})}
    />
  );
}

type Words = TFunction<["journal", "list"]>;

function alwaysShown(t: Words, sortable: boolean): DataTableColumn<RecordItem>[] {
  return [
    {
      accessor: "number",
      title: t("fields.number"),
      sortable,
      width: 132,
      render: ({ id, number }) => (
        <Anchor component={Link} to={`/journal/${id}`} className="number" size="sm" data-record={id}>
          {number}
        </Anchor>
      ),
    },
    {
      accessor: "description",
      title: t("fields.description"),
      render: ({ description, site, place }) => (
        <div style={{ minWidth: 240 }}>
          <Text size="sm" lineClamp={2}>
            {description}
          </Text>
          <Text size="xs" c="dimmed" lineClamp={1} className="filled">
            {site.name}, {place}
          </Text>
        </div>
      ),
    },
  ];
}

/** Those that a narrow screen leaves out, unless somebody wishes for them on a wide one. */
const WIDE = { visibleMediaQuery: "(min-width: 75em)" } as const;

interface Look {
  width: number;
  visibleMediaQuery?: string;
  render: (item: RecordItem) => ReactNode;
}

function columnOf(column: Column, t: Words): DataTableColumn<RecordItem> {
  const person = (one: PersonRef | null): string => (one ? (one.name ?? t("common:unknownPerson")) : "—");
  const shown: Record<Column, Look> = {
    severity: { width: 140, render: ({ severity }) => <SeverityBadge severity={severity} /> },
    state: { width: 152, render: ({ state }) => <StateBadge state={state} /> },
    category: { width: 180, ...WIDE, render: ({ category }) => <Text size="sm">{category.name}</Text> },
    branch: { width: 180, ...WIDE, render: ({ branch }) => <Text size="sm">{branch.name}</Text> },
    site: { width: 180, ...WIDE, render: ({ site }) => <Text size="sm">{site.name}</Text> },
    responsible: { width: 172, ...WIDE, render: ({ responsible }) => <Text size="sm">{person(responsible)}</Text> },
    author: { width: 168, ...WIDE, render: ({ author }) => <Text size="sm">{person(author)}</Text> },
    source: { width: 150, ...WIDE, render: ({ source }) => <Text size="sm">{t(`list:sources.${source}`)}</Text> },
    found_at: { width: 190, render: ({ found_at }) => <Moment at={found_at} /> },
    registered_at: { width: 190, render: ({ registered_at }) => <Moment at={registered_at} /> },
    due_on: {
      width: 200,
      render: (item) => (
        <Text size="sm">
          <DueDate dueOn={item.due_on} overdue={item.overdue} moves={item.due_date_moves} />
        </Text>
      ),
    },
  };
  return { accessor: column, title: t(`list:columns.${column}`), ...shown[column] };
}

function Moment({ at }: { at: string }) {
  return (
    <Text size="sm" className="number">
      {formatMoment(at)}
    </Text>
  );
}
