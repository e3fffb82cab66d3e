import { Badge, Text, Tooltip } from "@mantine/core";
import { useTranslation } from "react-i18next";

import type { Severity, State } from "@/api/schema";
import { daysUntil, formatDay } from "@/ui/dates";

/** Grey is where nobody works, the accent where somebody does; only what waits for a look stands out. */
const STATE_COLORS: Record<State, string> = {
  registered: "gray",
  assigned: "patina",
  in_progress: "patina",
  fixed: "orange",
  closed: "green",
  rejected: "gray",
  duplicate: "gray",
};

export function StateBadge({ state }: { state: State }) {
  const { t } = useTranslation("journal");
  return (
    <Badge variant="light" color={STATE_COLORS[state]}>
      {t(`states.${state}`)}
    </Badge>
  );
}

const SEVERITY_COLORS: Record<Severity, string> = { critical: "red", high: "orange", medium: "yellow", low: "gray" };

export function SeverityBadge({ severity }: { severity: Severity }) {
  const { t } = useTranslation("journal");
  return (
    <Badge variant="dot" color={SEVERITY_COLORS[severity]}>
      {t(`severities.${severity}`)}
    </Badge>
  );
}

interface DueProps {
  dueOn: string | null;
  overdue: boolean;
  zone?: string;
  moves?: number;
}

/** A due date, red when it has passed; how often it was moved is never hidden. */
export function DueDate({ dueOn, overdue, zone, moves = 0 }: DueProps) {
  const { t } = useTranslation("journal");
  if (!dueOn) return <Text span c="dimmed">{t("noDueDate")}</Text>;
  const late = overdue && zone ? t("overdueBy", { count: -daysUntil(dueOn, zone) }) : overdue ? t("overdue") : null;
  return (
    <Text span className="number" {...(overdue ? { c: "var(--mantine-color-red-text)", fw: 500 } : {})}>
      {formatDay(dueOn)}
      {late && <> · {late}</>}
      {moves > 0 && (
        <Tooltip label={t("moved", { count: moves })}>
          <Text span c="dimmed" aria-label={t("moved", { count: moves })}>
            {" "}
            ↻{moves}
          </Text>
        </Tooltip>
      )}
    </Text>
  );
}
