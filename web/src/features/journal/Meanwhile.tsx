import { Alert, Text } from "@mantine/core";
import type { TFunction } from "i18next";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import type { Card } from "@/api/schema";
import { formatDay, formatMoment } from "@/ui/dates";

import { type ChangedField, differences } from "./changes";

/** What the record became since a form over it was opened. */
export function Meanwhile({ record }: { record: Card }) {
  const { t } = useTranslation("journal");
  const [opened] = useState(record);
  const changed = differences(opened, record);
  if (changed.length === 0) return null;
  return (
    <Alert color="yellow" variant="light" role="status" title={t("meanwhile.title")}>
      {changed.map((name) => (
        <Text key={name} size="sm">
          {t("meanwhile.line", { field: t(`fields.${FIELD_TEXTS[name]}`), before: shown(t, opened, name), after: shown(t, record, name) })}
        </Text>
      ))}
      <Text size="sm" mt={4}>
        {t("meanwhile.still")}
      </Text>
    </Alert>
  );
}

const FIELD_TEXTS: Record<ChangedField, string> = {
  state: "state",
  responsible: "responsible",
  co_executors: "coExecutors",
  due_on: "dueOn",
  site: "site",
  place: "place",
  category: "category",
  severity: "severity",
  found_at: "foundAt",
  description: "description",
  proposal: "proposal",
};
const LONGEST = 120;

function shown(t: TFunction<"journal">, record: Card, name: ChangedField): string {
  switch (name) {
    case "state":
      return t(`states.${record.state}`);
    case "severity":
      return t(`severities.${record.severity}`);
    case "responsible":
      return record.responsible ? (record.responsible.name ?? t("common:unknownPerson")) : t("unassigned");
    case "co_executors":
      return record.co_executors.map((one) => one.name ?? t("common:unknownPerson")).join(", ") || "—";
    case "due_on":
      return record.due_on ? formatDay(record.due_on) : t("noDueDate");
    case "found_at":
      return formatMoment(record.found_at);
    case "site":
    case "category":
      return record[name].name;
    default: {
      const text = record[name] ?? "—";
      return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
    }
  }
}
