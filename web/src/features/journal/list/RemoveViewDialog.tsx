import { Text } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useTranslation } from "react-i18next";

import type { View } from "@/api/schema";
import { FormDialog } from "@/ui/FormDialog";

import { useRemoveView } from "./viewQueries";

export function RemoveViewDialog({ view, onClose }: { view: View; onClose: () => void }) {
  const { t } = useTranslation("list");
  const removing = useRemoveView();
  return (
    <FormDialog
      title={t("views.removeTitle", { name: view.name })}
      onClose={onClose}
      onSubmit={(event) => {
        event.preventDefault();
        removing.mutate(view, {
          onSuccess: () => {
            notifications.show({ message: t("views.removed", { name: view.name }) });
            onClose();
          },
        });
      }}
      error={removing.error}
      fields={[]}
      isPending={removing.isPending}
      submit={t("views.removeName")}
      color="red"
    >
      <Text size="sm">{t(view.shared ? "views.removeShared" : "views.removeText")}</Text>
    </FormDialog>
  );
}
