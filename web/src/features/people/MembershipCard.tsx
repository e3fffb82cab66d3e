import { Button, Image, Skeleton, Stack, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";

import type { PersonCard } from "@/api/schema";
import { Refusal } from "@/ui/Refusal";
import { Section } from "@/ui/Section";
import { formatMoment } from "@/ui/dates";

import { membershipCardQuery, useIssueCard } from "./queries";

/** The membership card: its QR code, or the first step to one. */
export function MembershipCard({ person }: { person: PersonCard }) {
  const { t } = useTranslation("people");
  const { data, error } = useQuery(membershipCardQuery(person.id));
  const issue = useIssueCard(person.id);
  const card = data?.card;
  return (
    <Section title={t("card.title")}>
      <Stack align="flex-start">
        <Refusal error={error ?? issue.error} />
        {!data && !error && <Skeleton h={80} />}
        {card && (
          <>
            <Image
              src={`/api/v1/people/${person.id}/card.svg?number=${card.number}`}
              alt={t("card.qr", { number: card.number })}
              w={160}
              h={160}
              radius="sm"
            />
            <Text size="sm">{t("card.issued", { number: card.number, moment: formatMoment(card.issued_at) })}</Text>
          </>
        )}
        {data && !card && (
          <Text size="sm" c="dimmed">
            {t(person.is_member ? "card.none" : "card.membersOnly")}
          </Text>
        )}
        {data?.allowed_actions.includes("issue_card") && (
          <Button variant="default" size="xs" loading={issue.isPending} onClick={() => issue.mutate()}>
            {t(card ? "card.replace" : "card.issue")}
          </Button>
        )}
      </Stack>
    </Section>
  );
}
