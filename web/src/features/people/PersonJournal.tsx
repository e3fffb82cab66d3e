import { Anchor, Group, Skeleton, Stack, Text } from "@mantine/core";
import { useQueries } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";

import { type JournalSearch, STATES } from "@/features/journal/search";
import { Refusal } from "@/ui/Refusal";
import { Section } from "@/ui/Section";

import { journalCountQuery } from "./queries";

const OVER = ["closed", "rejected", "duplicate"];
const OPEN = STATES.filter((state) => !OVER.includes(state));

const LINES: readonly { name: string; of: (personId: string) => JournalSearch; alarming?: boolean }[] = [
  { name: "filed", of: (id) => ({ author_id: id }) },
  { name: "responsible", of: (id) => ({ responsible_id: id }) },
  { name: "open", of: (id) => ({ responsible_id: id, state: OPEN }) },
  { name: "overdue", of: (id) => ({ responsible_id: id, overdue: true }), alarming: true },
];

/** What somebody filed and is responsible for: each count opens the list behind it. */
export function PersonJournal({ personId }: { personId: string }) {
  const { t } = useTranslation("people");
  const counts = useQueries({ queries: LINES.map(({ of }) => journalCountQuery(of(personId))) });
  return (
    <Section title={t("journal.title")}>
      <Refusal error={counts.find(({ error }) => error)?.error} />
      <Stack gap={6} component="ul" p={0} m={0} style={{ listStyle: "none" }}>
        {LINES.map(({ name, of, alarming }, index) => {
          const count = counts[index]?.data;
          return (
            <Group key={name} component="li" justify="space-between" wrap="nowrap">
              <Anchor
                size="sm"
                c="patina"
                underline="always"
                className="touch"
                renderRoot={(props) => <Link {...props} to="/journal" search={of(personId)} />}
              >
                {t(`journal.${name}`)}
              </Anchor>
              {count === undefined ? (
                !counts[index]?.error && <Skeleton w={24} h={16} />
              ) : (
                <Text size="sm" fw={600} className="number" {...(alarming && count > 0 ? { c: "red" } : {})}>
                  {count}
                </Text>
              )}
            </Group>
          );
        })}
      </Stack>
    </Section>
  );
}
