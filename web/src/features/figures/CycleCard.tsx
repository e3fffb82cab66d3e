import { Skeleton } from "@mantine/core";
import { useNavigate } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";

import type { Duration, Figures } from "@/api/schema";

import { ChartCard } from "./ChartCard";
import { FigureTable } from "./FigureTable";
import { behind as listBehind } from "./behind";
import type { Column } from "./rows";
import type { FigureName, RecordsSearch, Scope } from "./search";

const STATES = ["registered", "assigned", "in_progress", "fixed"] as const;
const COLUMNS: readonly Column[] = [
  { name: "n", kind: "count", figure: "filed" },
  // The row says which list it is.
  { name: "median_days", kind: "days", figure: "cycle" },
  { name: "p90_days", kind: "days", figure: "cycle" },
  { name: "median_working_days", kind: "days", figure: "cycle" },
  { name: "p90_working_days", kind: "days", figure: "cycle" },
];

interface Props {
  total: Figures | undefined;
  scope: Scope;
  working: boolean;
}

/** Where the time goes: days in each state, in fixing and in all, by the clock and by the working calendar. */
export function CycleCard({ total, scope, working }: Props) {
  const { t } = useTranslation("figures");
  const navigate = useNavigate();
  if (!total) return <Skeleton h={380} />;
  const parts: { key: FigureName; label: string; time: Duration | undefined }[] = [
    ...STATES.map((state) => ({ key: `time_${state}` as const, label: t(`states.${state}`), time: total.states[state] })),
    { key: "fixing", label: t("columns.fixing"), time: total.fixing },
    { key: "cycle", label: t("fromFoundToClosed"), time: total.cycle },
  ];
  const rows = parts.map(({ key, label, time }) => ({
    key,
    label,
    values: {
      n: time?.n ?? 0,
      median_days: time?.median_days ?? null,
      p90_days: time?.p90_days ?? null,
      median_working_days: time?.median_working_days ?? null,
      p90_working_days: time?.p90_working_days ?? null,
    },
  }));
  const [median, p90] = working ? (["median_working_days", "p90_working_days"] as const) : (["median_days", "p90_days"] as const);
  const behind = (figure: FigureName): RecordsSearch => ({ ...scope, figure });
  return (
    <ChartCard
      title={t("cycle.title")}
      text={t(working ? "cycle.working" : "cycle.clock")}
      chart={{
        look: "ranking",
        kind: "days",
        data: rows.map(({ label, values }) => ({ label, median: values[median], p90: values[p90] })),
        series: [
          { name: "median", label: t("cycle.median"), color: "patina.6" },
          { name: "p90", label: t("cycle.p90"), color: "orange.5" },
        ],
        onPick: (index) => {
          const part = parts[index];
          if (part) void navigate(listBehind(behind(part.key)));
        },
      }}
      table={
        <FigureTable
          heading={t("cycle.part")}
          rows={rows}
          columns={COLUMNS}
          behind={(row) => behind(parts.find(({ key }) => key === row.key)?.key ?? "filed")}
        />
      }
      file={[
        [t("cycle.part"), ...COLUMNS.map(({ name }) => t(`columns.${name}`))],
        ...rows.map(({ label, values }) => [
          label,
          values.n,
          values.median_days,
          values.p90_days,
          values.median_working_days,
          values.p90_working_days,
        ]),
      ]}
    />
  );
}
