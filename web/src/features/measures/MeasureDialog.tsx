import { Alert, Button, Group, Modal, SegmentedControl, Stack, Text, Textarea } from "@mantine/core";
import { DateInput } from "@mantine/dates";
import "@mantine/dates/styles.layer.css";
import { useForm } from "@mantine/form";
import { notifications } from "@mantine/notifications";
import { useTranslation } from "react-i18next";

import { Problem, fieldMessages } from "@/api/problem";
import type { Card, MeasureView, NewMeasure } from "@/api/schema";
import { PersonPicker } from "@/features/people/PersonPicker";
import { problemText } from "@/ui/problems";

import { useCreate, useEdit } from "./queries";

const KINDS = ["compensating", "corrective", "preventive"] as const satisfies readonly NewMeasure["kind"][];

type Props = { onClose: () => void } & ({ record: Card; measure: null } | { record: null; measure: MeasureView });

interface Fields {
  kind: NewMeasure["kind"];
  description: string;
  owner_id: string | null;
  due_on: string | null;
  expires_on: string | null;
  reason: string;
}

/** Plans a measure, or changes one that is planned. */
export function MeasureDialog({ record, measure, onClose }: Props) {
  const { t } = useTranslation("measures");
  const owner = measure?.owner ?? record?.responsible ?? null;
  const form = useForm<Fields>({
    initialValues: {
      kind: measure?.kind ?? "compensating",
      description: measure?.description ?? "",
      owner_id: owner?.id ?? null,
      due_on: measure?.due_on ?? null,
      expires_on: null,
      reason: "",
    },
    validate: {
      description: (value) => (value.trim() ? null : t("needed.description")),
      owner_id: (value) => (value ? null : t("needed.owner")),
      due_on: (value) => (value ? null : t("needed.dueOn")),
      expires_on: (value, { kind }) => (!measure && kind === "compensating" && !value ? t("needed.expiresOn") : null),
    },
  });
  const creating = useCreate(record?.id ?? "");
  const editing = useEdit(measure ?? ({} as MeasureView));
  const { kind, due_on } = form.values;
  const saving = measure ? editing : creating;
  const outcome = {
    onSuccess: () => {
      notifications.show({ message: t(measure ? "acts.edit.done" : "acts.create.done") });
      onClose();
    },
    onError: (error: unknown) => {
      if (error instanceof Problem) form.setErrors(fieldMessages(error, Object.keys(form.values)));
    },
  };
  const submit = ({ kind: chosen, description, owner_id, due_on: due, expires_on, reason }: Fields): void => {
    if (!owner_id || !due) return;
    const common = { description: description.trim(), owner_id, due_on: due };
    if (measure) editing.mutate({ ...common, ...(reason.trim() ? { reason: reason.trim() } : {}) }, outcome);
    else creating.mutate({ ...common, kind: chosen, ...(chosen === "compensating" ? { expires_on } : {}) }, outcome);
  };
  const problem = saving.error instanceof Problem ? saving.error : null;
  const above = problem && (form.errors[""] ?? (problem.fields.length === 0 ? problemText(problem, t) : null));
  return (
    <Modal opened onClose={onClose} title={measure ? `${measure.number}: ${t("acts.edit.title")}` : t("acts.create.title")} size="lg">
      <form noValidate onSubmit={form.onSubmit(submit)}>
        <Stack>
          {above && (
            <Alert color="red" variant="light" role="alert">
              {above}
            </Alert>
          )}
          {!measure && (
            <div>
              <SegmentedControl
                fullWidth
                aria-label={t("fields.kind")}
                data={KINDS.map((value) => ({ value, label: t(`kinds.${value}`) }))}
                {...form.getInputProps("kind")}
              />
              <Text size="xs" c="dimmed" mt={4}>
                {t(`kindHints.${kind}`)}
              </Text>
            </div>
          )}
          <Textarea label={t("fields.description")} withAsterisk autosize minRows={2} data-autofocus {...form.getInputProps("description")} />
          <PersonPicker label={t("fields.owner")} withAsterisk known={owner ? [owner] : []} {...form.getInputProps("owner_id")} />
          <Group grow align="flex-start">
            <DateInput label={t("fields.dueOn")} withAsterisk valueFormat="DD.MM.YYYY" minDate={new Date()} {...form.getInputProps("due_on")} />
            {!measure && kind === "compensating" && (
              <DateInput
                label={t("fields.expiresOn")}
                withAsterisk
                valueFormat="DD.MM.YYYY"
                minDate={new Date()}
                {...form.getInputProps("expires_on")}
              />
            )}
          </Group>
          {measure && measure.due_on !== due_on && (
            <Textarea label={t("fields.reason")} withAsterisk autosize minRows={2} {...form.getInputProps("reason")} />
          )}
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {t("common:cancel")}
            </Button>
            <Button type="submit" loading={saving.isPending}>
              {t(measure ? "common:save" : "acts.create.name")}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
