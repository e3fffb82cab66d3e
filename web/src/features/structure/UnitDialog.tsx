import { TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { notifications } from "@mantine/notifications";
import { useTranslation } from "react-i18next";

import type { UnitCard } from "@/api/schema";
import { FormDialog } from "@/ui/FormDialog";
import { fieldErrors } from "@/ui/Refusal";

import { useSaveUnit } from "./queries";

const FIELDS = ["name"];

interface Props {
  unit: UnitCard | null;
  branchId: string;
  onClose: () => void;
}

export function UnitDialog({ unit, branchId, onClose }: Props) {
  const { t } = useTranslation("structure");
  const save = useSaveUnit(unit, branchId);
  const form = useForm({
    initialValues: { name: unit?.name ?? "" },
    validate: { name: (value) => (value.trim() ? null : t("nameNeeded")) },
  });
  const submit = ({ name }: typeof form.values): void =>
    save.mutate(
      { name: name.trim() },
      {
        onSuccess: () => {
          notifications.show({ message: t("saved") });
          onClose();
        },
        onError: (error) => form.setErrors(fieldErrors(error, FIELDS)),
      },
    );
  return (
    <FormDialog
      title={t(unit ? "unit.edit" : "unit.new")}
      onClose={onClose}
      onSubmit={form.onSubmit(submit)}
      error={save.error}
      fields={FIELDS}
      isPending={save.isPending}
    >
      <TextInput label={t("fields.name")} withAsterisk data-autofocus {...form.getInputProps("name")} />
    </FormDialog>
  );
}
