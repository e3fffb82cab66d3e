import { Text, UnstyledButton } from "@mantine/core";
import { useTranslation } from "react-i18next";

import type { Today } from "@/api/schema";

import classes from "./Today.module.css";
import { anchorOf, waitingSections } from "./sections";

/** All that waits, at one look; each figure leads to its section. */
export function Summary({ today }: { today: Today }) {
  const { t } = useTranslation("today");
  const names = waitingSections(today);
  // A single section says it all itself.
  if (names.length < 2) return null;
  return (
    <nav aria-label={t("summary")}>
      <ul className={classes["summary"]}>
        {names.map((name) => (
          <li key={name}>
            <UnstyledButton component="a" href={`#${anchorOf(name)}`} className={classes["tile"] ?? ""} data-late={name === "overdue" || undefined}>
              <span className={classes["figure"]}>{today[name].count}</span>
              <Text span size="sm" c="dimmed">
                {t(`sections.${name}`)}
              </Text>
            </UnstyledButton>
          </li>
        ))}
      </ul>
    </nav>
  );
}
