import { Anchor, Stack, Text } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";

import type { PersonCard } from "@/api/schema";
import { nameIn, useBranchChoices, useSiteChoices, useUnitChoices } from "@/features/structure/choices";
import { Section } from "@/ui/Section";
import { formatDay } from "@/ui/dates";

/** What the card holds, and the way to what the person has in the journal. */
export function PersonFacts({ person }: { person: PersonCard }) {
  const { t } = useTranslation("people");
  const known = person.private;
  const facts = [
    ["branch", nameIn(useBranchChoices(), person.branch_id)],
    ["unit", nameIn(useUnitChoices(person.branch_id), person.unit_id)],
    ["position", person.position],
    ["city", person.city],
    ["assignment", nameIn(useSiteChoices(), person.assignment_site_id)],
    ["personnel_number", person.personnel_number],
    ["phone", known?.phone],
    ["email", known?.email],
    ["birth_date", known?.birth_date && formatDay(known.birth_date)],
    ["joined_on", person.joined_on && formatDay(person.joined_on)],
    ["left_on", person.left_on && formatDay(person.left_on)],
  ] as const;
  return (
    <Section title={t("facts")}>
      <Stack gap="xs" component="dl" m={0}>
        {facts.map(
          ([name, value]) =>
            value && (
              <div key={name}>
                <Text component="dt" size="xs" c="dimmed">
                  {t(`fields.${name}`)}
                </Text>
                <Text component="dd" size="sm" m={0} style={{ overflowWrap: "anywhere" }}>
                  {value}
                </Text>
              </div>
            ),
        )}
      </Stack>
      {known === null && (
        <Text size="xs" c="dimmed" mt="sm">
          {t("privateHidden")}
        </Text>
      )}
      <Stack gap={4} mt="md" align="flex-start">
        <Anchor component={Link} to={`/journal?author_id=${person.id}`} size="sm" c="patina" underline="always">
          {t("filed")}
        </Anchor>
        <Anchor component={Link} to={`/journal?responsible_id=${person.id}`} size="sm" c="patina" underline="always">
          {t("responsibleFor")}
        </Anchor>
      </Stack>
    </Section>
  );
}
