import { Textarea } from "@mantine/core";
import { DateInput } from "@mantine/dates";
import { useForm } from "@mantine/form";
import { notifications } from "@mantine/notifications";
import { useQuery } from "@tanstack/react-query";
import type { SyntheticEvent } from "react";
import { useTranslation } from "react-i18next";

import type { Card } from "@/api/schema";
import { Evidence } from "@/features/attachments/Evidence";
import { useUploads } from "@/features/attachments/useUploads";
import { PeoplePicker, PersonPicker } from "@/features/people/PersonPicker";
import { FormDialog } from "@/ui/FormDialog";
import { fieldErrors } from "@/ui/Refusal";
import "@/ui/calendar";
import { formatDay } from "@/ui/dates";
import { focusWrong } from "@/ui/forms";
import { useFollowing } from "@/ui/useFollowing";

import { Meanwhile } from "./Meanwhile";
import { recordQuery, useAct } from "./queries";
import { VERBS, type Verb, type VerbValues } from "./verbs";

interface Props {
  record: Card;
  verb: Verb;
  onClose: () => void;
}

const API_FIELDS = ["responsible_id", "co_executor_ids", "observer_ids", "due_on", "reason", "comment", "attachment_ids"];

const valuesOf = (record: Card): VerbValues => ({
  text: "",
  due_on: record.due_on ?? record.proposed_due_on,
  responsible_id: record.responsible?.id ?? null,
  co_executor_ids: record.co_executors.map(({ id }) => id),
  observer_ids: record.observers.map(({ id }) => id),
  attachment_ids: [],
});

export function VerbDialog({ record: known, verb, onClose }: Props) {
  // A board and «Today» hand over what they knew: the form follows what becomes of the record while it is open.
  const { data: record = known } = useQuery(recordQuery(known.id));
  const { t } = useTranslation("journal");
  const { asks, textNeeded, act, color } = VERBS[verb];
  const assigning = asks.includes("assignment");
  const evidence = asks.includes("evidence");
  const uploads = useUploads({ recordId: record.id, purpose: "fix" });
  const form = useForm<VerbValues>({
    initialValues: valuesOf(record),
    validate: {
      text: (value) => (textNeeded && !value.trim() ? t("textNeeded") : null),
      responsible_id: (value) => (assigning && !value ? t("responsibleNeeded") : null),
    },
  });
  useFollowing(form, valuesOf(record));
  const done = useAct((of: Card, values: VerbValues) => act(of, values), record);
  const submit = (event: SyntheticEvent<HTMLFormElement>): void => {
    const page = event.currentTarget;
    const send = (values: VerbValues): void => {
      if (done.isPending || (evidence && (!enough || uploads.busy))) return;
      const outcome = {
        onSuccess: () => {
          notifications.show({ message: t(`verbs.${verb}.done`) });
          onClose();
        },
        onError: (error: unknown) => {
          form.setErrors(fieldErrors(error, API_FIELDS));
          focusWrong(page);
        },
      };
      done.mutate({ ...values, text: values.text.trim(), attachment_ids: uploads.ids }, outcome);
    };
    form.onSubmit(send, () => focusWrong(page))(event);
  };
  const { text, due_on } = form.values;
  const enough = text.trim() !== "" || uploads.ids.length > 0;
  const dateMoves = assigning && record.due_on !== null && due_on !== record.due_on;
  const proposed = assigning && record.due_on === null && record.proposed_due_on;
  return (
    <FormDialog
      title={t(`verbs.${verb}.title`, { number: record.number })}
      size="lg"
      onClose={onClose}
      onSubmit={submit}
      error={done.error}
      fields={API_FIELDS}
      isPending={done.isPending}
      submit={t(`verbs.${verb}.name`)}
      color={color}
      disabled={evidence && (!enough || uploads.busy)}
    >
      <Meanwhile record={record} />
      {assigning && (
        <>
          <PersonPicker
            label={t("fields.responsible")}
            withAsterisk
            known={record.responsible ? [record.responsible] : []}
            {...form.getInputProps("responsible_id")}
          />
          <PeoplePicker label={t("fields.coExecutors")} known={record.co_executors} {...form.getInputProps("co_executor_ids")} />
          <PeoplePicker label={t("fields.observers")} known={record.observers} {...form.getInputProps("observer_ids")} />
        </>
      )}
      {asks.includes("due_on") && (
        <DateInput
          label={t("fields.dueOn")}
          description={proposed ? t("proposedDueOn", { day: formatDay(proposed), severity: t(`severities.${record.severity}`) }) : null}
          clearable={false}
          minDate={new Date()}
          {...form.getInputProps("due_on")}
        />
      )}
      {(asks.includes("text") || dateMoves) && (
        <Textarea
          label={t(`verbs.${verb}.text`)}
          description={evidence ? t("evidenceHint") : null}
          withAsterisk={textNeeded}
          autosize
          minRows={3}
          maxRows={12}
          // Not the day, which is above: its calendar would cover what the dialog asks.
          data-autofocus={asks.includes("text") || undefined}
          {...form.getInputProps("text")}
          error={form.errors["text"] ?? form.errors["reason"] ?? form.errors["comment"]}
        />
      )}
      {evidence && <Evidence uploads={uploads} error={form.errors["attachment_ids"]} />}
    </FormDialog>
  );
}
