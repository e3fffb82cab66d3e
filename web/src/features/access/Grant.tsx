import { Anchor, Badge, Button, Group, Text } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";

import type { GrantCard } from "@/api/schema";
import { formatDay, formatMoment } from "@/ui/dates";

interface Props {
  grant: GrantCard;
  onWithdraw: (grant: GrantCard, role: string) => void;
  /** On a list of many people's roles: whose it is. */
  withPerson?: boolean;
}

/** A role of somebody: where, between which days, who gave it and who took it back. */
export function Grant({ grant, onWithdraw, withPerson = false }: Props) {
  const { t, i18n } = useTranslation("access");
  const name = i18n.language === "ru" ? grant.role_name_ru : grant.role_name_en;
  return (
    <Group justify="space-between" wrap="nowrap" align="flex-start">
      <div>
        {withPerson && (
          <Anchor component={Link} to={`/people/${grant.person_id}`} size="sm" fw={500}>
            {grant.person_name}
          </Anchor>
        )}
        <Group gap="xs">
          <Text size="sm" {...(withPerson ? {} : { fw: 500 })}>
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
          size="xs"
          style={{ flex: "none" }}
          aria-label={t("withdrawOf", { role: withPerson ? `${name}, ${grant.person_name}` : name })}
          onClick={() => onWithdraw(grant, name)}
        >
          {t("withdraw")}
        </Button>
      )}
    </Group>
  );
}
