import { Button, Group, Modal, Stack, Textarea } from "@mantine/core";
import { DateInput } from "@mantine/dates";
import { useForm } from "@mantine/form";
import { notifications } from "@mantine/notifications";
import type { SyntheticEvent } from "react";
import { useTranslation } from "react-i18next";

import type { Card } from "@/api/schema";
import { Evidence } from "@/features/attachments/Evidence";
import { useUploads } from "@/features/attachments/useUploads";
import { PeoplePicker, PersonPicker } from "@/features/people/PersonPicker";
import { Refusal, fieldErrors } from "@/ui/Refusal";
import "@/ui/calendar";
import { formatDay } from "@/ui/dates";
import { focusWrong, sendOnCtrlEnter } from "@/ui/forms";

import { Meanwhile } from "./Meanwhile";
import { useAct } from "./queries";
import { VERBS, type Verb, type VerbValues } from "./verbs";

interface Props {
  record: Card;
  verb: Verb;
  onClose: () => void;
}

const API_FIELDS = ["responsible_id", "co_executor_ids", "observer_ids", "due_on", "reason", "comment", "attachment_ids"];

export function VerbDialog({ record, verb, onClose }: Props) {
  const { t } = useTranslation("journal");
  const { asks, textNeeded, act, color } = VERBS[verb];
  const assigning = asks.includes("assignment");
  const evidence = asks.includes("evidence");
  const uploads = useUploads({ recordId: record.id, purpose: "fix" });
  const form = useForm<VerbValues>({
    initialValues: {
      text: "",
      due_on: record.due_on ?? record.proposed_due_on,
      responsible_id: record.responsible?.id ?? null,
      co_executor_ids: record.co_executors.map(({ id }) => id),
      observer_ids: record.observers.map(({ id }) => id),
      attachment_ids: [],
    },
    validate: {
      text: (value) => (textNeeded && !value.trim() ? t("textNeeded") : null),
      responsible_id: (value) => (assigning && !value ? t("responsibleNeeded") : null),
    },
  });
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
    <Modal opened onClose={onClose} title={t(`verbs.${verb}.title`, { number: record.number })} size="lg">
      {/* eslint-disable-next-line jsx-a11y/no-noninteractive-element-interactions */}
      <form noValidate onSubmit={submit} onKeyDown={sendOnCtrlEnter}>
        <Stack>
          <Meanwhile record={record} />
          <Refusal error={done.error} fields={API_FIELDS} />
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
              data-autofocus={!assigning || undefined}
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
              data-autofocus={asks[0] === "text" || undefined}
              {...form.getInputProps("text")}
              error={form.errors["text"] ?? form.errors["reason"] ?? form.errors["comment"]}
            />
          )}
          {evidence && <Evidence uploads={uploads} error={form.errors["attachment_ids"]} />}
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {t("common:cancel")}
            </Button>
            <Button
              type="submit"
              loading={done.isPending}
              disabled={evidence && (!enough || uploads.busy)}
              {...(color ? { color } : {})}
            >
              {t(`verbs.${verb}.name`)}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
