import { Badge, Button, Group, Skeleton, Stack, Text } from "@mantine/core";
import { modals } from "@mantine/modals";
import { useDisclosure } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";

import type { GrantCard, PersonCard } from "@/api/schema";
import { Refusal } from "@/ui/Refusal";
import { Section } from "@/ui/Section";
import { formatDay, formatMoment } from "@/ui/dates";

import { Account } from "./Account";
import { GrantDialog } from "./GrantDialog";
import { grantsQuery, useWithdraw } from "./queries";

/** A person's account, and the roles given and withdrawn: when, and by whom. */
export function Access({ person }: { person: PersonCard }) {
  const { t } = useTranslation("access");
  const { data, error } = useQuery(grantsQuery(person.id));
  const [giving, { open, close }] = useDisclosure();
  const withdraw = useWithdraw();
  const ask = (grant: GrantCard, name: string): void => {
    modals.openConfirmModal({
      title: t("withdrawTitle"),
      children: <Text size="sm">{t("withdrawText", { role: name })}</Text>,
      labels: { confirm: t("withdraw"), cancel: t("common:cancel") },
      confirmProps: { color: "red" },
      onConfirm: () => withdraw.mutate(grant),
    });
  };
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
          <Refusal error={error ?? withdraw.error} />
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
        {giving && <GrantDialog personId={person.id} onClose={close} />}
      </Section>
    </>
  );
}

function Grant({ grant, onWithdraw }: { grant: GrantCard; onWithdraw: (grant: GrantCard, name: string) => void }) {
  const { t, i18n } = useTranslation("access");
  const name = i18n.language === "ru" ? grant.role_name_ru : grant.role_name_en;
  return (
    <Group justify="space-between" wrap="nowrap" align="flex-start">
      <div>
        <Group gap="xs">
          <Text size="sm" fw={500}>
            {name}
          </Text>
          <Badge variant="light" color={grant.state === "in_force" ? "patina" : "gray"}>
            {t(`states.${grant.state}`)}
          </Badge>
        </Group>
        <Text size="sm">
          {grant.branch_name ?? t("everywhere")}, {t("from", { day: formatDay(grant.valid_from) })}
          {grant.valid_to && ` ${t("to", { day: formatDay(grant.valid_to) })}`}
        </Text>
        <Text size="xs" c="dimmed">
          {t("given", { who: grant.granted_by_name ?? t("platform"), moment: formatMoment(grant.granted_at) })}
        </Text>
        {grant.withdrawn_at && (
          <Text size="xs" c="dimmed">
            {t("withdrawn", { who: grant.withdrawn_by_name ?? t("platform"), moment: formatMoment(grant.withdrawn_at) })}
          </Text>
        )}
      </div>
      {grant.allowed_actions.includes("withdraw") && (
        <Button
          variant="subtle"
          color="red"
          size="sm"
          aria-label={t("withdrawOf", { role: name })}
          onClick={() => onWithdraw(grant, name)}
        >
          {t("withdraw")}
        </Button>
      )}
    </Group>
  );
}
