import { Badge, Card, Group, Stack, Text, Title } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { useId } from "react";
import { useTranslation } from "react-i18next";

import type { Resembling } from "@/api/schema";
import { StateBadge } from "@/features/journal/badges";

import classes from "./finding.module.css";
import { similarToTyped } from "./queries";
import type { FindingValues } from "./values";

const TYPING_MS = 500;
/** From this score on it is almost certainly the same: the API says so. */
const ALMOST_CERTAIN = 0.75;

interface Props {
  values: FindingValues;
  onOpen: (found: Resembling) => void;
}

/** Records that may be of the same thing, while it is being typed. */
export function SimilarPanel({ values: { site_id, place, category_id, description }, onOpen }: Props) {
  const { t } = useTranslation("finding");
  const title = useId();
  const [typed] = useDebouncedValue({ site_id, place, category_id, description }, TYPING_MS);
  const { data, isEnabled } = useQuery(similarToTyped(typed));
  const found = isEnabled ? (data?.items ?? []) : [];
  return (
    <section aria-labelledby={title} className={classes["similar"]} data-waiting={!isEnabled || undefined}>
      <Title order={2} size="h4" id={title} mb="xs">
        {t("similar.title")}
      </Title>
      <Text size="sm" c="dimmed" role="status" mb={found.length ? "sm" : 0}>
        {!isEnabled ? t("similar.waiting") : found.length ? t("similar.found", { count: found.length }) : t("similar.none")}
      </Text>
      <Stack gap="xs" component="ul" className={classes["plain"]}>
        {found.map((record) => (
          <li key={record.id}>
            <Found record={record} onOpen={() => onOpen(record)} />
          </li>
        ))}
      </Stack>
    </section>
  );
}

function Found({ record, onOpen }: { record: Resembling; onOpen: () => void }) {
  const { t } = useTranslation("finding");
  return (
    <Card withBorder padding="sm" component="button" type="button" className={classes["found"]} onClick={onOpen}>
      <Group gap="xs" mb={4}>
        <Text size="sm" fw={500} className="number">
          {record.number}
        </Text>
        <StateBadge state={record.state} />
        {record.score >= ALMOST_CERTAIN && (
          <Badge variant="light" color="red">
            {t("similar.certain")}
          </Badge>
        )}
      </Group>
      <Text size="sm" lineClamp={2}>
        {record.description}
      </Text>
      <Text size="xs" c="dimmed" mt={4}>
        {record.reasons.join(" · ")}
      </Text>
    </Card>
  );
}
