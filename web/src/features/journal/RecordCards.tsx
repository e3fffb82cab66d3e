import { Card, Group, Stack, Text } from "@mantine/core";
import { Link } from "@tanstack/react-router";

import type { ListProps } from "./RecordTable";
import { DueDate, SeverityBadge, StateBadge } from "./badges";

/** The list on a phone. */
export function RecordCards({ items }: ListProps) {
  return (
    <Stack gap="xs" component="ul" p={0} m={0} style={{ listStyle: "none" }}>
      {items.map((item) => (
        <li key={item.id}>
          <Card withBorder padding="sm" component={Link} to={`/journal/${item.id}`}>
            <Group justify="space-between" wrap="nowrap">
              <Text size="sm" fw={500} className="number">
                {item.number}
              </Text>
              <StateBadge state={item.state} />
            </Group>
            <Text size="sm" lineClamp={2} mt={4}>
              {item.description}
            </Text>
            <Text size="xs" c="dimmed">
              {item.site.name}, {item.place}
            </Text>
            <Group justify="space-between" mt={6}>
              <SeverityBadge severity={item.severity} />
              <Text size="sm">
                <DueDate dueOn={item.due_on} overdue={item.overdue} moves={item.due_date_moves} />
              </Text>
            </Group>
          </Card>
        </li>
      ))}
    </Stack>
  );
}
