import "mantine-datatable/styles.layer.css";

import { Anchor, Text } from "@mantine/core";
import { Link, useNavigate } from "@tanstack/react-router";
import { DataTable, type DataTableColumn } from "mantine-datatable";
import { useTranslation } from "react-i18next";

import { DueDate, SeverityBadge, StateBadge } from "./badges";
import { type JournalSearch, SORTS, type Sort } from "./search";
import type { RecordItem } from "./types";

export interface ListProps {
  items: RecordItem[];
  search: JournalSearch;
  /** Not where the order is given. */
  onSort?: (sort: Sort | `-${Sort}`) => void;
  fetching: boolean;
}

export function RecordTable({ items, search, onSort, fetching }: ListProps) {
  const { t } = useTranslation("journal");
  const navigate = useNavigate();
  const sort = search.sort ?? "-registered_at";
  const columns: DataTableColumn<RecordItem>[] = [
    {
      accessor: "number",
      title: t("fields.number"),
      sortable: onSort !== undefined,
      width: 140,
      render: ({ id, number }) => (
        <Anchor component={Link} to={`/journal/${id}`} className="number" size="sm">
          {number}
        </Anchor>
      ),
    },
    {
      accessor: "description",
      title: t("fields.description"),
      render: ({ description, site, place }) => (
        <>
          <Text size="sm" lineClamp={2}>
            {description}
          </Text>
          <Text size="xs" c="dimmed" lineClamp={1}>
            {site.name}, {place}
          </Text>
        </>
      ),
    },
    { accessor: "severity", title: t("fields.severity"), width: 140, render: ({ severity }) => <SeverityBadge severity={severity} /> },
    { accessor: "state", title: t("fields.state"), width: 190, render: ({ state }) => <StateBadge state={state} /> },
    {
      accessor: "responsible",
      title: t("fields.responsible"),
      width: 200,
      visibleMediaQuery: "(min-width: 75em)",
      render: ({ responsible }) => <Text size="sm">{responsible ? (responsible.name ?? t("common:unknownPerson")) : "—"}</Text>,
    },
    {
      accessor: "due_on",
      title: t("fields.dueOn"),
      sortable: onSort !== undefined,
      width: 215,
      render: (item) => <DueDate dueOn={item.due_on} overdue={item.overdue} moves={item.due_date_moves} />,
    },
  ];
  return (
    <DataTable
      columns={columns}
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
    />
  );
}
