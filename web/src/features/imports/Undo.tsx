import { Alert, Button, Group, Text } from "@mantine/core";
import { modals } from "@mantine/modals";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";

import type { ImportCard } from "@/api/schema";
import { formatMoment } from "@/ui/dates";
import { Refusal } from "@/ui/Refusal";

import { ADDRESSES } from "./addresses";
import { type Kind, useStepOf } from "./queries";

/** An applied import: where to look at it, and for an hour the way back. */
export function Undo({ kind, item }: { kind: Kind; item: ImportCard }) {
  const { t } = useTranslation("imports");
  const step = useStepOf(kind, item.id);
  const until = item.undo_until;
  const ask = (): void => {
    modals.openConfirmModal({
      title: t("undo.title"),
      children: <Text size="sm">{t("undo.text")}</Text>,
      labels: { confirm: t("undo.name"), cancel: t("undo.keep") },
      confirmProps: { color: "red" },
      onConfirm: () => step.mutate("undo"),
    });
  };
  return (
    <Alert color="patina" variant="light" title={t("applied.title")} role="status">
      <Text size="sm">{t(`${kind}.applied`)}</Text>
      <Refusal error={step.error} />
      <Group mt="sm" gap="sm">
        <Button renderRoot={(props) => <Link {...props} to={ADDRESSES[kind].list} />}>{t(`${kind}.open`)}</Button>
        {until && (
          <>
            <Button variant="default" loading={step.isPending} onClick={ask}>
              {t("undo.name")}
            </Button>
            <Text size="sm">{t("undo.until", { moment: formatMoment(until) })}</Text>
          </>
        )}
      </Group>
    </Alert>
  );
}
