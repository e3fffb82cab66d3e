import { Text } from "@mantine/core";
import { modals } from "@mantine/modals";
import { useTranslation } from "react-i18next";

import type { GrantCard } from "@/api/schema";

import { useWithdraw } from "./queries";

/** Asks before a role is withdrawn. */
export function useWithdrawal() {
  const { t } = useTranslation("access");
  const withdraw = useWithdraw();
  const ask = (grant: GrantCard, role: string): void => {
    modals.openConfirmModal({
      title: t("withdrawTitle"),
      children: <Text size="sm">{t("withdrawText", { role })}</Text>,
      labels: { confirm: t("withdraw"), cancel: t("common:cancel") },
      confirmProps: { color: "red" },
      onConfirm: () => withdraw.mutate(grant),
    });
  };
  return { ask, error: withdraw.error };
}
