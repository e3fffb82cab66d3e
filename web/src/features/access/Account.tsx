import { Alert, Button, Code, Group, Skeleton, Stack, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";

import type { PersonCard } from "@/api/schema";
import { CopyButton } from "@/ui/CopyButton";
import { Refusal } from "@/ui/Refusal";
import { Section } from "@/ui/Section";
import { formatMoment } from "@/ui/dates";

import { AccountActs } from "./AccountActs";
import { AccountState } from "./AccountState";
import { accountQuery, useInvite, useMakeLink } from "./queries";

/** How a person comes in: the account, and one-time links, each shown once. */
export function Account({ person }: { person: PersonCard }) {
  const { t } = useTranslation("access");
  const { data, error } = useQuery(accountQuery(person.id));
  const invite = useInvite();
  const makeLink = useMakeLink();
  const account = data?.items[0];
  const invited = invite.data?.items[0];
  const link = makeLink.data ?? invited?.link;
  return (
    <Section title={t("account")}>
      <Stack align="flex-start" gap="sm">
        <Refusal error={error ?? invite.error ?? makeLink.error} />
        {invited?.refusal && (
          <Alert color="red" variant="light" role="alert" title={invited.refusal.title}>
            {invited.refusal.detail}
          </Alert>
        )}
        {!data && !error && <Skeleton h={40} />}
        {account && (
          <Group gap="xs">
            <Code fz="sm">{account.login}</Code>
            <AccountState account={account} />
          </Group>
        )}
        {data && !account && (
          <Text size="sm" c="dimmed">
            {t("noAccount")}
          </Text>
        )}
        {link && (
          <Alert w="100%" title={t("linkTitle")} role="status">
            <Text size="sm" mb="xs">
              {t("linkText", { moment: formatMoment(link.expires_at) })}
            </Text>
            <Code block mb="xs" style={{ overflowWrap: "anywhere", whiteSpace: "pre-wrap" }}>
              {globalThis.location.origin + link.path}
            </Code>
            <CopyButton value={globalThis.location.origin + link.path} />
          </Alert>
        )}
        {account && (
          <Group gap="xs">
            {account.allowed_actions.includes("make_link") && (
              <Button variant="default" size="xs" loading={makeLink.isPending} onClick={() => makeLink.mutate(account)}>
                {t("makeLink")}
              </Button>
            )}
            <AccountActs account={account} />
          </Group>
        )}
        {data && !account && person.allowed_actions.includes("create_account") && (
          <Button variant="default" size="xs" loading={invite.isPending} onClick={() => invite.mutate(person.id)}>
            {t("invite")}
          </Button>
        )}
      </Stack>
    </Section>
  );
}
