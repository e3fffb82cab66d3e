import { Skeleton } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";

import { ChartCard } from "./ChartCard";
import { FigureTable } from "./FigureTable";
import { behind as listBehind } from "./behind";
import { figuresQuery } from "./queries";
import type { Column } from "./rows";
import type { FigureName, RecordsSearch, Scope } from "./search";
import { breakdownSheet } from "./sheets";

const COLUMNS: readonly Column[] = [
  { name: "closed", kind: "count", figure: "closed" },
  { name: "on_time_first", kind: "share", figure: "on_time_first" },
  { name: "on_time_last", kind: "share", figure: "on_time_last" },
];

/** The share in time by the month of closing: against the date first set, and as it was last moved. */
export function OnTimeCard({ scope }: { scope: Scope }) {
  const { t } = useTranslation("figures");
  const navigate = useNavigate();
  const { data } = useQuery(figuresQuery(scope, "closed_month"));
  if (!data) return <Skeleton h={380} />;
  const rows = data.groups
    .filter(({ closed }) => closed > 0)
    .map(({ key, label, closed, on_time_first, on_time_last }) => ({
      key,
      label,
      values: { closed, on_time_first: on_time_first.share, on_time_last: on_time_last.share },
    }));
  const behind = ({ key }: { key: string }, figure: FigureName): RecordsSearch => ({
    ...scope,
    figure,
    group_by: "closed_month",
    group: key,
  });
  return (
    <ChartCard
      title={t("onTime.title")}
      text={t("onTime.text")}
      chart={{
        look: "lines",
        kind: "share",
        data: rows.map(({ label, values }) => ({ label, first: values.on_time_first, last: values.on_time_last })),
        series: [
          { name: "first", label: t("onTime.first"), color: "patina.6" },
          { name: "last", label: t("onTime.last"), color: "orange.6" },
        ],
        onPick: (index) => {
          const row = rows[index];
          if (row) void navigate(listBehind(behind(row, "closed")));
        },
      }}
      table={<FigureTable heading={t("steps.month")} rows={rows.toReversed()} columns={COLUMNS} behind={behind} />}
      file={() => breakdownSheet(scope, "closed_month")}
    />
  );
}
