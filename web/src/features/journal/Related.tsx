import { Group, Stack, Text, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { type ReactNode, useId } from "react";
import { useTranslation } from "react-i18next";

import type { Card, State } from "@/api/schema";
import { Section } from "@/ui/Section";
import { formatMoment } from "@/ui/dates";

import { StateBadge } from "./badges";
import { similarQuery } from "./queries";
import classes from "./record.module.css";

/** Other records that have to do with this one: its duplicates, what it repeats and what repeated it, what resembles it. */
export function Related({ record }: { record: Card }) {
  const { t } = useTranslation("journal");
  const { data } = useQuery(similarQuery(record.id));
  const { earlier = [], later = [] } = record.repeats;
  const named = new Set([...record.merged, ...earlier, ...later].map(({ id }) => id));
  const similar = data?.items.filter(({ id }) => !named.has(id) && id !== record.duplicate_of?.id) ?? [];
  if (record.merged.length + earlier.length + later.length + similar.length === 0) return null;
  return (
    <Section title={t("related.title")}>
      <Stack gap="md">
        <Part title={t("related.merged")}>
          {record.merged.map(({ id, number }) => (
            <Line key={id} id={id} number={number} />
          ))}
        </Part>
        <Part title={t("related.earlier")}>
          {earlier.map(({ id, number, state, registered_at }) => (
            <Line key={id} id={id} number={number} state={state} below={formatMoment(registered_at)} />
          ))}
        </Part>
        <Part title={t("related.later")}>
          {later.map(({ id, number, state, registered_at }) => (
            <Line key={id} id={id} number={number} state={state} below={formatMoment(registered_at)} />
          ))}
        </Part>
        <Part title={t("similar.title")}>
          {similar.map(({ id, number, state, description, reasons }) => (
            <Line key={id} id={id} number={number} state={state} text={description} below={reasons.join(" · ")} />
          ))}
        </Part>
      </Stack>
    </Section>
  );
}

function Part({ title, children }: { title: string; children: ReactNode[] }) {
  const id = useId();
  if (children.length === 0) return null;
  return (
    <section aria-labelledby={id}>
      <Title order={3} size="sm" c="dimmed" fw={500} mb={4} id={id}>
        {title}
      </Title>
      {children}
    </section>
  );
}

interface LineProps {
  id: string;
  number: string;
  state?: State;
  text?: string;
  below?: string;
}

function Line({ id, number, state, text, below }: LineProps) {
  return (
    <Link to="/journal/$recordId" params={{ recordId: id }} className={classes["related"] ?? ""}>
      <Group gap="xs">
        <Text size="sm" fw={500} className="number">
          {number}
        </Text>
        {state && <StateBadge state={state} />}
      </Group>
      {text && (
        <Text size="sm" lineClamp={2}>
          {text}
        </Text>
      )}
      {below && (
        <Text size="xs" c="dimmed">
          {below}
        </Text>
      )}
    </Link>
  );
}
