import { Card, Group, Stack, Text } from "@mantine/core";
import { Link } from "@tanstack/react-router";

import { nameIn, useBranchNames } from "@/features/structure/choices";

import { MemberBadge } from "./MemberBadge";
import type { ListProps } from "./PeopleTable";
import { fullName } from "./names";

/** The register on a phone. */
export function PeopleCards({ items }: ListProps) {
  const branches = useBranchNames();
  return (
    <Stack gap="xs" component="ul" p={0} m={0} style={{ listStyle: "none" }}>
      {items.map((person) => (
        <li key={person.id}>
          <Card withBorder padding="sm" component={Link} to={`/people/${person.id}`}>
            <Group justify="space-between" wrap="nowrap" align="flex-start">
              <Text size="sm" fw={500}>
                {fullName(person)}
              </Text>
              <MemberBadge isMember={person.is_member} />
            </Group>
            {person.position && <Text size="sm">{person.position}</Text>}
            <Text size="xs" c="dimmed">
              {[nameIn(branches, person.branch_id), person.personnel_number].filter(Boolean).join(" · ")}
            </Text>
          </Card>
        </li>
      ))}
    </Stack>
  );
}
