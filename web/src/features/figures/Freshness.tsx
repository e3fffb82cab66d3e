import { Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";

import { dateLocale, formatMoment } from "@/ui/dates";

import { freshnessQuery } from "./queries";

/** How far the figures may lag behind the journal before it is worth a word. */
const LATE_SECONDS = 60;

/** Which moment the figures are of: events take a moment to be counted. */
export function Freshness() {
  const { t } = useTranslation("figures");
  const { data } = useQuery(freshnessQuery);
  if (!data?.as_of) return null;
  const late = (data.lag_seconds ?? 0) > LATE_SECONDS;
  const time = new Intl.DateTimeFormat(dateLocale(), { timeStyle: "medium" }).format(new Date(data.as_of));
  return (
    <Text size="sm" c={late ? "var(--mantine-color-orange-text)" : "dimmed"} className="number">
      {late ? t("late", { moment: formatMoment(data.as_of) }) : t("fresh", { time })}
    </Text>
  );
}
