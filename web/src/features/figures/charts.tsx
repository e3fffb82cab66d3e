/** The drawings, in a chunk of their own: nothing else of the client needs the library. */
import "@mantine/charts/styles.layer.css";

import { BarChart, CompositeChart, LineChart } from "@mantine/charts";

import { type Kind, formatFigure } from "./format";

interface Series {
  name: string;
  label: string;
  color: string;
  as?: "bar" | "line";
}

export interface ChartProps {
  look: "mixed" | "lines" | "ranking";
  data: Record<string, string | number | null>[];
  series: readonly Series[];
  kind: Kind;
  /** A step or a group was chosen: its place in the data. */
  onPick?: (index: number) => void;
}

const ROW_PX = 34;
const BAR_PX = 20;
const HEIGHT = 280;
const NAME = 22;

export default function Chart({ look, data, series, kind, onPick }: ChartProps) {
  const common = {
    data,
    dataKey: "label",
    valueFormatter: (value: number) => formatFigure(value, kind),
    series: series.map(({ name, label, color }) => ({ name, label, color })),
    withLegend: series.length > 1,
    legendProps: { verticalAlign: "bottom" as const },
    tickLine: "none" as const,
    // The table is what is read without eyes: a drawing that takes the focus would be a stop that says nothing.
    accessibilityLayer: false,
    gridAxis: look === "ranking" ? ("y" as const) : ("x" as const),
    h: look === "ranking" ? data.length * (series.length > 1 ? 2 * BAR_PX : ROW_PX) + 48 + (series.length > 1 ? 32 : 0) : HEIGHT,
  };
  const picked = {
    style: onPick ? { cursor: "pointer" } : {},
    onClick: ({ activeTooltipIndex }: { activeTooltipIndex?: number | string | null }): void => {
      if (onPick && activeTooltipIndex !== null && activeTooltipIndex !== undefined) onPick(Number(activeTooltipIndex));
    },
  };
  if (look === "mixed") {
    const drawn = series.map(({ name, label, color, as = "bar" }) => ({ name, label, color, type: as }));
    return <CompositeChart {...common} series={drawn} composedChartProps={picked} withDots={false} maxBarWidth={22} curveType="monotone" />;
  }
  if (look === "lines") {
    const axis = kind === "share" ? { yAxisProps: { domain: [0, 1] as [number, number] } } : {};
    return <LineChart {...common} {...axis} lineChartProps={picked} connectNulls={false} curveType="monotone" withDots={data.length < 30} />;
  }
  return (
    <BarChart
      {...common}
      orientation="vertical"
      barChartProps={picked}
      maxBarWidth={BAR_PX}
      yAxisProps={{ width: 168, interval: 0, tickFormatter: (name: string) => (name.length > NAME ? `${name.slice(0, NAME - 1)}…` : name) }}
    />
  );
}
