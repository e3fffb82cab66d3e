import { SegmentedControl, Skeleton } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";

import type { TrendPoint } from "@/api/schema";

import { ChartCard } from "./ChartCard";
import { FigureTable } from "./FigureTable";
import type { PartProps } from "./FiguresPage";
import { behind as listBehind } from "./behind";
import { trendQuery } from "./queries";
import type { Column } from "./rows";
import { type FigureName, type RecordsSearch, stepOf } from "./search";
import { trendSheet } from "./sheets";

const COLUMNS: readonly Column[] = [
  { name: "filed", kind: "count", figure: "filed" },
  { name: "closed", kind: "count", figure: "closed" },
  { name: "open_at_end", kind: "count" },
];

/** What came and what was put right, step by step, and what was left open. */
export function TrendCard({ scope, search, onChange }: PartProps) {
  const { t } = useTranslation("figures");
  const navigate = useNavigate();
  const step = stepOf(search);
  const { data } = useQuery(trendQuery(scope, step));
  if (!data) return <Skeleton h={380} />;
  const points = moving(data.items);
  // What is found in a step lies between its days; what is closed in it may have been found long before.
  const behind = ({ key }: { key: string }, figure: FigureName): RecordsSearch => {
    const branch = scope.branch_id === undefined ? {} : { branch_id: scope.branch_id };
    const point = points.find((one) => one.key === key);
    if (figure === "filed" && point) return { ...branch, figure, from: point.starts_on, to: point.ends_on };
    return { ...branch, figure, group_by: figure === "closed" ? `closed_${step}` : step, group: key };
  };
  const rows = points.map(({ key, label, filed, closed, open_at_end }) => ({ key, label, values: { filed, closed, open_at_end } }));
  return (
    <ChartCard
      title={t(`trend.${step}`)}
      text={t("trend.text")}
      chart={{
        look: "mixed",
        kind: "count",
        data: points.map(({ label, filed, closed, open_at_end }) => ({ label, filed, closed, open_at_end })),
        series: [
          { name: "filed", label: t("columns.filed"), color: "patina.6" },
          { name: "closed", label: t("columns.closed"), color: "teal.4" },
          { name: "open_at_end", label: t("columns.open_at_end"), color: "orange.6", as: "line" },
        ],
        onPick: (index) => {
          const point = points[index];
          if (point) void navigate(listBehind(behind(point, "filed")));
        },
      }}
      table={<FigureTable heading={t(`steps.${step}`)} rows={rows.toReversed()} columns={COLUMNS} behind={behind} />}
      file={() => trendSheet(scope, step)}
      controls={
        <SegmentedControl
          size="xs"
          mb="sm"
          w="fit-content"
          aria-label={t("steps.label")}
          value={step}
          onChange={(value) => onChange({ step: value })}
          data={(["week", "month"] as const).map((value) => ({ value, label: t(`steps.by_${value}`) }))}
        />
      }
    />
  );
}

/** Without the quiet steps after the last movement: years of nothing would press the rest together. */
function moving(points: readonly TrendPoint[]): TrendPoint[] {
  const last = points.findLastIndex(({ filed, closed }) => filed > 0 || closed > 0);
  return points.slice(0, last + 2);
}
