import { Select, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { notifications } from "@mantine/notifications";
import { useTranslation } from "react-i18next";

import type { BranchCard } from "@/api/schema";
import { FormDialog } from "@/ui/FormDialog";
import { fieldErrors } from "@/ui/Refusal";

import { useSaveBranch } from "./queries";

const FIELDS = ["name", "city", "time_zone"];
const ZONES = Intl.supportedValuesOf("timeZone");

export function BranchDialog({ branch, onClose }: { branch: BranchCard | null; onClose: () => void }) {
  const { t } = useTranslation("structure");
  const save = useSaveBranch(branch);
  const form = useForm({
    initialValues: { name: branch?.name ?? "", city: branch?.city ?? "", time_zone: branch?.time_zone ?? "Europe/Moscow" },
    validate: { name: (value) => (value.trim() ? null : t("nameNeeded")) },
  });
  const submit = ({ name, city, time_zone }: typeof form.values): void =>
    save.mutate(
      { name: name.trim(), city: city.trim() || null, time_zone },
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
      title={t(branch ? "branch.edit" : "branch.new")}
      onClose={onClose}
      onSubmit={form.onSubmit(submit)}
      error={save.error}
      fields={FIELDS}
      isPending={save.isPending}
    >
      <TextInput label={t("fields.name")} withAsterisk data-autofocus {...form.getInputProps("name")} />
      <TextInput label={t("fields.city")} {...form.getInputProps("city")} />
      <Select
        label={t("fields.time_zone")}
        description={t("zoneHint")}
        data={ZONES}
        searchable
        allowDeselect={false}
        limit={50}
        {...form.getInputProps("time_zone")}
      />
    </FormDialog>
  );
}
