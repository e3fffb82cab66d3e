import { Select } from "@mantine/core";
import { DateInput } from "@mantine/dates";
import { useForm } from "@mantine/form";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";

import { useBranchChoices } from "@/features/structure/choices";
import { FormDialog } from "@/ui/FormDialog";
import { fieldErrors } from "@/ui/Refusal";
import "@/ui/calendar";

import { rolesQuery, useGrant } from "./queries";

const FIELDS = ["role", "branch_id", "valid_to"];

export function GrantDialog({ personId, onClose }: { personId: string; onClose: () => void }) {
  const { t, i18n } = useTranslation("access");
  const { data: roles } = useQuery(rolesQuery);
  const branches = useBranchChoices();
  const grant = useGrant();
  const form = useForm<{ role: string | null; branch_id: string | null; valid_to: string | null }>({
    initialValues: { role: null, branch_id: null, valid_to: null },
    validate: { role: (value) => (value ? null : t("roleNeeded")) },
  });
  const submit = ({ role, ...values }: typeof form.values): void => {
    if (!role) return;
    grant.mutate(
      { person_id: personId, role, ...values },
      { onSuccess: onClose, onError: (error) => form.setErrors(fieldErrors(error, FIELDS)) },
    );
  };
  const names = roles?.items.map((role) => ({
    value: role.code,
    label: i18n.language === "ru" ? role.name_ru : role.name_en,
  }));
  return (
    <FormDialog
      title={t("give")}
      onClose={onClose}
      onSubmit={form.onSubmit(submit)}
      error={grant.error}
      fields={FIELDS}
      isPending={grant.isPending}
      submit={t("give")}
    >
      <Select label={t("role")} data={names ?? []} searchable withAsterisk data-autofocus {...form.getInputProps("role")} />
      <Select
        label={t("branch")}
        description={t("branchHint")}
        data={branches}
        searchable
        clearable
        {...form.getInputProps("branch_id")}
      />
      <DateInput
        label={t("lastDay")}
        description={t("lastDayHint")}
        clearable
        minDate={new Date()}
        {...form.getInputProps("valid_to")}
      />
    </FormDialog>
  );
}
