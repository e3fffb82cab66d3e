import { Select, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";

import type { ImportColumn } from "@/api/schema";
import { Section } from "@/ui/Section";

import classes from "./imports.module.css";
import { type Correction, fieldOf, letterOf } from "./mapping";
import { type Kind, headingsQuery } from "./queries";

interface Props {
  kind: Kind;
  columns: readonly ImportColumn[];
  correction: Correction;
  /** Not where the file can no longer be changed. */
  onChoose?: (number: number, field: string | null) => void;
}

/** What each column was taken for, with samples of what stands in it. */
export function Columns({ kind, columns, correction, onChoose }: Props) {
  const { t } = useTranslation("imports");
  const fields = useQuery(headingsQuery(kind)).data?.fields ?? {};
  const choices = Object.entries(fields).map(([value, label]) => ({ value, label }));
  return (
    <Section title={t("columnsTitle")}>
      <Text size="sm" c="dimmed">
        {t(onChoose ? "columnsText" : "columnsDone")}
      </Text>
      <ul className={classes["plain"]}>
        {columns.map((column) => {
          const field = fieldOf(column, correction);
          const heading = column.heading || t("noHeading");
          return (
            <li key={column.number} className={classes["column"]}>
              <Text size="sm" c="dimmed">
                {letterOf(column.number)}
              </Text>
              <Text size="sm" fw={500} className={classes["samples"]} {...(column.heading ? {} : { c: "dimmed" })}>
                {heading}
              </Text>
              <Text size="sm" c="dimmed" lineClamp={2} className={classes["samples"]}>
                {column.samples.join(" · ") || t("noSamples")}
              </Text>
              {onChoose ? (
                <Select
                  aria-label={t("fieldOf", { heading })}
                  data={choices}
                  value={field}
                  onChange={(value) => onChoose(column.number, value)}
                  placeholder={t("leftOut")}
                  searchable
                  clearable
                  clearButtonProps={{ "aria-label": t("leaveOut", { heading }) }}
                  nothingFoundMessage={t("common:nothingFound")}
                />
              ) : (
                <Text size="sm" {...(field ? {} : { c: "dimmed" })}>
                  {field ? (fields[field] ?? field) : t("leftOut")}
                </Text>
              )}
            </li>
          );
        })}
      </ul>
    </Section>
  );
}
