import { Card, SimpleGrid, Skeleton, Text } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";

import type { Figures } from "@/api/schema";

import classes from "./Tiles.module.css";
import { behind } from "./behind";
import { type Kind, formatFigure } from "./format";
import { medianOf } from "./rows";
import type { FigureName, Scope } from "./search";

interface Tile {
  figure: FigureName;
  value: number | null;
  kind: Kind;
  note?: string;
  alarming?: boolean;
}

interface Props {
  total: Figures | undefined;
  scope: Scope;
  working: boolean;
}

export function Tiles({ total, scope, working }: Props) {
  const { t } = useTranslation("figures");
  if (!total) return <Skeleton h={180} />;
  const share = ({ on_time, n }: { on_time: number; n: number }): string => t("ofClosed", { on_time, count: n });
  const p90 = working ? total.cycle.p90_working_days : total.cycle.p90_days;
  const tiles: Tile[] = [
    { figure: "filed", value: total.filed, kind: "count" },
    { figure: "open", value: total.open, kind: "count" },
    { figure: "overdue", value: total.overdue, kind: "count", alarming: total.overdue > 0 },
    { figure: "closed", value: total.closed, kind: "count" },
    { figure: "on_time_first", value: total.on_time_first.share, kind: "share", note: share(total.on_time_first) },
    { figure: "on_time_last", value: total.on_time_last.share, kind: "share", note: share(total.on_time_last) },
    { figure: "cycle", value: medianOf(total.cycle, working), kind: "days", note: t("p90", { days: formatFigure(p90, "days") }) },
    {
      figure: "repeats",
      value: total.repeats,
      kind: "count",
      note: t("ofFiled", { share: formatFigure(total.repeat_share, "share") }),
    },
  ];
  return (
    <SimpleGrid cols={{ base: 2, sm: 4 }} spacing="xs" component="ul" className={classes["tiles"]}>
      {tiles.map(({ figure, value, kind, note, alarming }) => (
        <li key={figure}>
          <Card
            withBorder
            padding="sm"
            h="100%"
            className={classes["tile"] ?? ""}
            renderRoot={(props) => <Link {...props} {...behind({ ...scope, figure })} />}
          >
            <Text size="sm" c="dimmed">
              {t(`tiles.${figure}`)}
            </Text>
            <Text className={classes["value"]} {...(alarming ? { c: "var(--mantine-color-red-text)" } : {})}>
              {formatFigure(value, kind)}
            </Text>
            {note && (
              <Text size="xs" c="dimmed">
                {note}
              </Text>
            )}
          </Card>
        </li>
      ))}
    </SimpleGrid>
  );
}
