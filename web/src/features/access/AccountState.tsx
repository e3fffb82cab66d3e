import { Badge, Group, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";

import type { AccountCard } from "@/api/schema";
import { formatMoment } from "@/ui/dates";

import { standingOf } from "./standing";

const COLOURS = { closed: "red", locked: "orange", invited: "yellow", active: "patina" } as const;

/** Whether somebody can come in now, how safely, and when they last did. */
export function AccountState({ account }: { account: AccountCard }) {
  const { t } = useTranslation("access");
  const standing = standingOf(account);
  return (
    <Group gap="xs">
      <Badge variant="light" color={COLOURS[standing]}>
        {t(`standing.${standing}`)}
      </Badge>
      {account.second_factor && <Badge variant="light">{t("secondFactor")}</Badge>}
      <Text size="sm" c="dimmed">
        {account.last_signed_in_at ? t("lastSeen", { moment: formatMoment(account.last_signed_in_at) }) : t("neverSeen")}
        {account.locked_until && ` · ${t("lockedUntil", { moment: formatMoment(account.locked_until) })}`}
      </Text>
    </Group>
  );
}
