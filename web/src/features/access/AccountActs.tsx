import { Button, Text } from "@mantine/core";
import { modals } from "@mantine/modals";
import { useTranslation } from "react-i18next";

import type { AccountCard } from "@/api/schema";
import { Refusal } from "@/ui/Refusal";

import { ACCOUNT_ACTS, type AccountAct, useAccountAct } from "./queries";

/** What may be done to an account now; each says first what it means. */
export function AccountActs({ account }: { account: AccountCard }) {
  const { t } = useTranslation("access");
  const change = useAccountAct();
  const ask = (act: AccountAct): void => {
    modals.openConfirmModal({
      title: t(`acts.${act}.name`),
      children: <Text size="sm">{t(`acts.${act}.ask`)}</Text>,
      labels: { confirm: t(`acts.${act}.name`), cancel: t("common:cancel") },
      confirmProps: act === "disable" ? { color: "red" } : {},
      onConfirm: () => change.mutate({ act, account }),
    });
  };
  return (
    <>
      {ACCOUNT_ACTS.filter((act) => account.allowed_actions.includes(act)).map((act) => (
        <Button
          key={act}
          variant={act === "disable" ? "subtle" : "default"}
          size="xs"
          {...(act === "disable" ? { color: "red" } : {})}
          loading={change.isPending}
          onClick={() => ask(act)}
        >
          {t(`acts.${act}.name`)}
        </Button>
      ))}
      <Refusal error={change.error} />
    </>
  );
}
