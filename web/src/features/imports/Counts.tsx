import { Text } from "@mantine/core";
import { useTranslation } from "react-i18next";

import type { ImportCard } from "@/api/schema";
import { Section } from "@/ui/Section";

import classes from "./imports.module.css";
import { countsOf } from "./states";

/** From the whole to its parts. */
const ORDER = ["branches", "units", "sites", "categories"];
const OUTCOMES = ["new", "changed", "unchanged", "repeated", "invalid"] as const;

/** What becomes of the rows, and what would come into being beside them. */
export function Counts({ item, done }: { item: ImportCard; done: boolean }) {
  const { t } = useTranslation("imports");
  const counts = countsOf(item);
  const created = Object.entries(item.creates)
    .filter(([, names]) => names.length > 0)
    .sort(([one], [other]) => ORDER.indexOf(one) - ORDER.indexOf(other));
  return (
    <Section title={t(done ? "resultTitle" : "countsTitle", { count: counts.rows })}>
      <dl className={classes["counts"]}>
        {OUTCOMES.map((outcome) => {
          const count = counts[outcome];
          const alarming = outcome === "invalid" && count > 0;
          return (
            <div key={outcome}>
              <dt>{t(`outcomes.${outcome}`)}</dt>
              <dd data-none={count === 0 || undefined} style={alarming ? { color: "var(--mantine-color-red-text)" } : {}}>
                {count}
              </dd>
            </div>
          );
        })}
      </dl>
      {counts.repeated > 0 && (
        <Text size="sm" c="dimmed" mt="xs">
          {t("repeatedNote")}
        </Text>
      )}
      {created.map(([what, names]) => (
        <Text key={what} size="sm" mt="xs" className="prose">
          <b>{t(`${done ? "created" : "creates"}.${what}`, { count: names.length })}</b> {names.slice(0, SHOWN).join(", ")}
          {names.length > SHOWN && t("andMore", { count: names.length - SHOWN })}
        </Text>
      ))}
    </Section>
  );
}

const SHOWN = 12;
