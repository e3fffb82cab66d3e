import "mantine-datatable/styles.layer.css";

import { Anchor, Text } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { DataTable, type DataTableSortStatus } from "mantine-datatable";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import classes from "./FigureTable.module.css";
import { behind as listBehind } from "./behind";
import { formatFigure } from "./format";
import { type Column, type Row, sorted } from "./rows";
import type { FigureName, RecordsSearch } from "./search";

interface Props {
  heading: string;
  rows: readonly Row[];
  columns: readonly Column[];
  /** The address of the list behind a figure of a row. */
  behind: (row: Row, figure: FigureName) => RecordsSearch;
}

const PAGE = 15;

export function FigureTable({ heading, rows, columns, behind }: Props) {
  const { t } = useTranslation("figures");
  const [sort, setSort] = useState<DataTableSortStatus<Row> | null>(null);
  const [turned, setPage] = useState(1);
  // A narrower period may leave fewer pages than were turned.
  const page = Math.min(turned, Math.max(1, Math.ceil(rows.length / PAGE)));
  const ordered = sort ? sorted(rows, String(sort.columnAccessor), sort.direction === "desc") : rows;
  const paging = {
    totalRecords: rows.length,
    recordsPerPage: PAGE,
    page,
    onPageChange: setPage,
    getPaginationControlProps: (control: "previous" | "next" | "first" | "last") => ({ "aria-label": t(`pages.${control}`) }),
  };
  const table = {
    idAccessor: "key",
    records: ordered.slice((page - 1) * PAGE, page * PAGE),
    columns: [
        { accessor: "label", title: heading, sortable: true, width: 150, render: ({ label }: Row) => <Text size="sm">{label}</Text> },
        ...columns.map((column) => ({
          accessor: column.name,
          title: t(`columns.${column.name}`),
          sortable: true,
          textAlign: "right" as const,
          titleClassName: classes["title"] ?? "",
          render: (row: Row) => <Cell row={row} column={column} behind={behind} />,
        })),
    ],
    sortStatus: sort ?? { columnAccessor: "", direction: "asc" as const },
    onSortStatusChange: setSort,
    pinFirstColumn: true,
    verticalSpacing: 6,
    horizontalSpacing: 8,
    minHeight: rows.length === 0 ? 120 : 0,
    noRecordsText: t("nothing"),
  };
  return rows.length > PAGE ? <DataTable<Row> {...table} {...paging} /> : <DataTable<Row> {...table} />;
}

function Cell({ row, column, behind }: { row: Row; column: Column; behind: Props["behind"] }) {
  const value = row.values[column.name] ?? null;
  const shown = formatFigure(value, column.kind);
  if (!column.figure || value === null || (value === 0 && column.kind === "count")) {
    return <span className="number">{shown}</span>;
  }
  const search = behind(row, column.figure);
  const red = column.name === "overdue" ? { c: "var(--mantine-color-red-text)" } : {};
  return (
    <Anchor
      className="number"
      size="sm"
      {...red}
      renderRoot={(props) => <Link {...props} {...listBehind(search)} />}
    >
      {shown}
    </Anchor>
  );
}
