import { Card, Checkbox, Group, Stack, Text } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";

import type { ListProps } from "./RecordTable";
import { DueDate, SeverityBadge, StateBadge } from "./badges";

/** The list on a phone. */
export function RecordCards({ items, selection }: ListProps) {
  const { t } = useTranslation("list");
  return (
    <Stack gap="xs" component="ul" p={0} m={0} style={{ listStyle: "none" }}>
      {items.map((item) => (
        <Group component="li" key={item.id} gap="xs" wrap="nowrap">
          {selection && (
            <Checkbox
              aria-label={t("bulk.one", { number: item.number })}
              checked={selection.has(item.id)}
              onChange={() => selection.toggle(item.id)}
            />
          )}
          <Card withBorder padding="sm" flex={1} miw={0} component={Link} to={`/journal/${item.id}`} data-record={item.id}>
            <Group justify="space-between" gap="xs">
              <Text size="sm" fw={500} className="number">
                {item.number}
              </Text>
              <StateBadge state={item.state} />
            </Group>
            <Text size="sm" lineClamp={2} mt={4}>
              {item.description}
            </Text>
            <Text size="xs" c="dimmed" lineClamp={2}>
              {item.site.name}, {item.place}
            </Text>
            <Group justify="space-between" mt={6}>
              <SeverityBadge severity={item.severity} />
              <Text size="sm">
                <DueDate dueOn={item.due_on} overdue={item.overdue} moves={item.due_date_moves} />
              </Text>
            </Group>
          </Card>
        </Group>
      ))}
    </Stack>
  );
}
