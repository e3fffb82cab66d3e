import { Checkbox, Select, SimpleGrid, TextInput } from "@mantine/core";
import { DateInput } from "@mantine/dates";
import { useForm } from "@mantine/form";
import { notifications } from "@mantine/notifications";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import type { PersonCard } from "@/api/schema";
import { useBranchChoices, useSiteChoices, useUnitChoices } from "@/features/structure/choices";
import { Conflicts } from "@/ui/Conflicts";
import { FormDialog } from "@/ui/FormDialog";
import { fieldErrors } from "@/ui/Refusal";
import "@/ui/calendar";
import { useFollowing } from "@/ui/useFollowing";

import { type PersonFields, bodyOf, fieldsOf } from "./form";
import { useEdit, useRegister } from "./queries";

interface Props {
  /** Null: somebody new. */
  person: PersonCard | null;
  onClose: () => void;
  onDone?: (person: PersonCard) => void;
}

/** Where the text of a field is not called as the field is. */
const FIELD_TEXTS: Partial<Record<keyof PersonFields, string>> = { branch_id: "branch", unit_id: "unit", assignment_site_id: "assignment" };

export function PersonDialog({ person, onClose, onDone }: Props) {
  const { t } = useTranslation("people");
  const form = useForm({
    initialValues: fieldsOf(person),
    validate: {
      last_name: (value) => (value.trim() ? null : t("lastNameNeeded")),
      first_name: (value) => (value.trim() ? null : t("firstNameNeeded")),
    },
  });
  const { conflicts } = useFollowing(form, fieldsOf(person));
  const names = Object.keys(form.values);
  // Undefined, that is somebody new: all of it is asked.
  const withPrivate = person?.private !== null;
  const [isMember, setIsMember] = useState(true);
  const register = useRegister();
  const edit = useEdit(person);
  const units = useUnitChoices(form.values.branch_id, form.values.unit_id);
  const branches = useBranchChoices(form.values.branch_id);
  const sites = useSiteChoices(form.values.assignment_site_id);
  const submit = (fields: typeof form.values): void => {
    const body = bodyOf(fields, withPrivate);
    const answers = {
      onSuccess: (card: PersonCard) => {
        notifications.show({ message: t(person ? "edited" : "added") });
        onClose();
        onDone?.(card);
      },
      onError: (error: Error) => form.setErrors(fieldErrors(error, names)),
    };
    if (person) edit.mutate(body, answers);
    else register.mutate({ ...body, is_member: isMember }, answers);
  };
  return (
    <FormDialog
      title={t(person ? "editTitle" : "addTitle")}
      size="lg"
      onClose={onClose}
      onSubmit={form.onSubmit(submit)}
      error={person ? edit.error : register.error}
      fields={names}
      isPending={edit.isPending || register.isPending}
    >
      <Conflicts names={conflicts.map((name) => t(`fields.${FIELD_TEXTS[name] ?? name}`))} />
      <SimpleGrid cols={{ base: 1, sm: 2 }}>
        <TextInput label={t("fields.last_name")} withAsterisk data-autofocus {...form.getInputProps("last_name")} />
        <TextInput label={t("fields.first_name")} withAsterisk {...form.getInputProps("first_name")} />
        <TextInput label={t("fields.middle_name")} {...form.getInputProps("middle_name")} />
        <TextInput label={t("fields.personnel_number")} {...form.getInputProps("personnel_number")} />
        <Select
          label={t("fields.branch")}
          data={branches}
          searchable
          clearable
          value={form.values.branch_id}
          error={form.errors["branch_id"]}
          onChange={(value) => form.setValues({ branch_id: value, unit_id: null })}
        />
        <Select
          label={t("fields.unit")}
          data={units}
          searchable
          clearable
          disabled={form.values.branch_id === null}
          {...form.getInputProps("unit_id")}
        />
        <TextInput label={t("fields.position")} {...form.getInputProps("position")} />
        <TextInput label={t("fields.city")} {...form.getInputProps("city")} />
        <Select label={t("fields.assignment")} data={sites} searchable clearable {...form.getInputProps("assignment_site_id")} />
        {withPrivate && (
          <>
            <TextInput label={t("fields.phone")} type="tel" {...form.getInputProps("phone")} />
            <TextInput label={t("fields.email")} type="email" {...form.getInputProps("email")} />
            <DateInput
              label={t("fields.birth_date")}
              clearable
              maxDate={new Date()}
              {...form.getInputProps("birth_date")}
            />
          </>
        )}
      </SimpleGrid>
      {!person && (
        <Checkbox
          label={t("isMember")}
          checked={isMember}
          onChange={({ currentTarget }) => setIsMember(currentTarget.checked)}
        />
      )}
    </FormDialog>
  );
}
