import { Card, Group, Text, Title } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import type { Waiting } from "@/features/journal/search";

import classes from "./Today.module.css";
import { type SectionName, anchorOf } from "./sections";

interface Props {
  name: SectionName;
  count: number;
  /** The filter of the journal that shows all of it. */
  waiting?: Waiting;
  children: ReactNode;
}

export function TodaySection({ name, count, waiting, children }: Props) {
  const { t } = useTranslation("today");
  const title = t(`sections.${name}`);
  return (
    <Card withBorder padding={0} component="section" id={anchorOf(name)} aria-label={title} className={classes["section"] ?? ""}>
      <Group justify="space-between" px="md" wrap="nowrap" className={classes["head"] ?? ""}>
        <Title order={2} size="h4">
          {title}
        </Title>
        {waiting ? (
          <Link to="/journal" search={{ waiting }} className={classes["all"]}>
            {t("showAll", { count })}
          </Link>
        ) : (
          <Text c="dimmed">{count}</Text>
        )}
      </Group>
      <ul className={classes["lines"]}>{children}</ul>
    </Card>
  );
}
