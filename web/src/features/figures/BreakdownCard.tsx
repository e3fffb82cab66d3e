import { Group, SegmentedControl, Select, Skeleton } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { ChartCard } from "./ChartCard";
import { FigureTable } from "./FigureTable";
import type { PartProps } from "./FiguresPage";
import { behind as listBehind } from "./behind";
import { figuresQuery, inspectorsQuery, responsiblesQuery } from "./queries";
import { type Row, columnsOf, groupRow, inspectorRow, responsibleRow, sorted } from "./rows";
import { DIMENSIONS, type Dimension, type FigureName, type RecordsSearch, type Scope } from "./search";
import { breakdownSheet } from "./sheets";

/** How many bars can be compared at a glance. The table has them all. */
const DRAWN = 12;

/** The same figures by branch, site, category, severity or person: the most first, and all of them in the table. */
export function BreakdownCard({ scope, search, onChange }: PartProps) {
  const { t } = useTranslation("figures");
  const navigate = useNavigate();
  const narrow = useMediaQuery("(max-width: 48em)");
  const by = search.by ?? "branch";
  const [wished, setMeasure] = useState("overdue");
  const rows = useRows(scope, by, search.time === "working");
  if (!rows) return <Skeleton h={520} />;
  const columns = columnsOf(by);
  const measures = columns.filter(({ name }) => name !== "rank");
  const measure = measures.find(({ name }) => name === wished) ?? measures[0];
  if (!measure) return null;
  const drawn = sorted(rows, measure.name, true)
    .filter(({ values }) => (values[measure.name] ?? 0) > 0)
    .slice(0, DRAWN);
  const behind = ({ key }: Row, figure: FigureName): RecordsSearch => ({ ...scope, figure, group_by: by, group: key });
  const dimensions = DIMENSIONS.map((value) => ({ value, label: t(`dimensions.${value}`) }));
  const choose = (value: Dimension | null): void => onChange({ by: value ?? undefined });
  return (
    <ChartCard
      both
      title={t(`breakdown.${by}`)}
      chart={{
        look: "ranking",
        kind: measure.kind,
        data: drawn.map(({ label, values }) => ({ label, value: values[measure.name] ?? null })),
        series: [{ name: "value", label: t(`columns.${measure.name}`), color: "patina.6" }],
        onPick: (index) => {
          const row = drawn[index];
          if (row) void navigate(listBehind(behind(row, measure.figure ?? "filed")));
        },
      }}
      table={<FigureTable key={by} heading={t(`dimensions.${by}`)} rows={rows} columns={columns} behind={behind} />}
      file={() => breakdownSheet(scope, by)}
      controls={
        <Group gap="xs" mb="sm">
          {narrow ? (
            <Select aria-label={t("breakdown.label")} data={dimensions} value={by} onChange={choose} allowDeselect={false} />
          ) : (
            <SegmentedControl aria-label={t("breakdown.label")} size="sm" data={dimensions} value={by} onChange={choose} />
          )}
          <Select
            aria-label={t("breakdown.measure")}
            data={measures.map(({ name }) => ({ value: name, label: t(`columns.${name}`) }))}
            value={measure.name}
            onChange={(value) => value && setMeasure(value)}
            allowDeselect={false}
            w={230}
          />
        </Group>
      }
    />
  );
}

function useRows(scope: Scope, by: Dimension, working: boolean): Row[] | undefined {
  const people = by === "responsible" || by === "inspector";
  const groups = useQuery({ ...figuresQuery(scope, by), enabled: !people }).data?.groups;
  const responsibles = useQuery({ ...responsiblesQuery(scope), enabled: by === "responsible" }).data?.items;
  const inspectors = useQuery({ ...inspectorsQuery(scope), enabled: by === "inspector" }).data?.items;
  if (by === "responsible") return responsibles?.map((person) => responsibleRow(person, working));
  if (by === "inspector") return inspectors?.map((person) => inspectorRow(person, working));
  return groups?.map((group) => groupRow(group, working));
}
