import { SimpleGrid, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";

import type { PersonCard } from "@/api/schema";
import { nameIn, useBranchNames, useSiteNames, useUnitNames } from "@/features/structure/choices";
import { Section } from "@/ui/Section";
import { formatDay } from "@/ui/dates";
import { formatPhone } from "@/ui/phone";

/** What the card holds. */
export function PersonFacts({ person }: { person: PersonCard }) {
  const { t } = useTranslation("people");
  const known = person.private;
  const facts = [
    ["branch", nameIn(useBranchNames(), person.branch_id)],
    ["unit", nameIn(useUnitNames(person.branch_id), person.unit_id)],
    ["position", person.position],
    ["city", person.city],
    ["assignment", nameIn(useSiteNames(), person.assignment_site_id)],
    ["personnel_number", person.personnel_number],
    ["phone", known?.phone && formatPhone(known.phone)],
    ["email", known?.email],
    ["birth_date", known?.birth_date && formatDay(known.birth_date)],
    ["joined_on", person.joined_on && formatDay(person.joined_on)],
    ["left_on", person.left_on && formatDay(person.left_on)],
  ] as const;
  return (
    <Section title={t("facts")}>
      <SimpleGrid cols={2} spacing="sm" verticalSpacing="xs" component="dl" m={0}>
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
      </SimpleGrid>
      {known === null && (
        <Text size="xs" c="dimmed" mt="sm">
          {t("privateHidden")}
        </Text>
      )}
    </Section>
  );
}
