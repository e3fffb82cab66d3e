import { Text } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useTranslation } from "react-i18next";

import { FormDialog } from "@/ui/FormDialog";

import { type Closable, useClosing } from "./queries";

/** Says what closing means before it is done; whoever and whatever is still there hinders, and the refusal counts them. */
export function ClosingDialog({ what, onClose }: { what: Closable; onClose: () => void }) {
  const { t } = useTranslation("structure");
  const closing = useClosing(what);
  const { kind, record } = what;
  const act = record.closed_at === null ? "close" : "reopen";
  return (
    <FormDialog
      title={t(`${act}.${kind}.title`, { name: record.name })}
      onClose={onClose}
      onSubmit={(event) => {
        event.preventDefault();
        closing.mutate(act, {
          onSuccess: () => {
            notifications.show({ message: t(`${act}.done`, { name: record.name }) });
            onClose();
          },
        });
      }}
      error={closing.error}
      fields={[]}
      isPending={closing.isPending}
      submit={t(`${act}.name`)}
      {...(act === "close" ? { color: "red" } : {})}
    >
      <Text size="sm">{t(`${act}.${kind}.text`)}</Text>
      {act === "close" && (
        <Text size="sm" c="dimmed">
          {t(`close.${kind}.first`)}
        </Text>
      )}
    </FormDialog>
  );
}
