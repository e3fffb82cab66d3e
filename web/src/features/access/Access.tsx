import { Button, Skeleton, Stack, Text } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";

import type { PersonCard } from "@/api/schema";
import { useMe } from "@/features/session/queries";
import { Refusal } from "@/ui/Refusal";
import { Section } from "@/ui/Section";

import { Account } from "./Account";
import { Grant } from "./Grant";
import { GrantDialog } from "./GrantDialog";
import { grantsQuery } from "./queries";
import { useWithdrawal } from "./useWithdrawal";

/** A person's account, and the roles given and withdrawn: when, and by whom. */
export function Access({ person }: { person: PersonCard }) {
  const { t } = useTranslation("access");
  const { data, error } = useQuery(grantsQuery(person.id));
  const [giving, { open, close }] = useDisclosure();
  const { ask, error: refused } = useWithdrawal();
  const isMe = useMe().id === person.id;
  const give = person.allowed_actions.includes("grant") && (
    <Button variant="default" size="xs" onClick={open}>
      {t("give")}
    </Button>
  );
  return (
    <>
      <Account person={person} />
      <Section title={t("roles")} action={give}>
        <Stack gap="sm">
          <Refusal error={error ?? refused} />
          {!data && !error && <Skeleton h={60} />}
          {data?.items.length === 0 && (
            <Text size="sm" c="dimmed">
              {t("noRoles")}
            </Text>
          )}
          {data?.items.map((grant) => (
            <Grant key={grant.id} grant={grant} onWithdraw={ask} />
          ))}
        </Stack>
        {isMe && (
          <Text size="sm" c="dimmed" mt="sm">
            {t("ownAccess")}
          </Text>
        )}
        {giving && <GrantDialog personId={person.id} onClose={close} />}
      </Section>
    </>
  );
}
