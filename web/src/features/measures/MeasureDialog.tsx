import { Group, SegmentedControl, Text, Textarea } from "@mantine/core";
import { DateInput } from "@mantine/dates";
import { useForm } from "@mantine/form";
import { useMediaQuery } from "@mantine/hooks";
import { notifications } from "@mantine/notifications";
import { useTranslation } from "react-i18next";

import type { Card, MeasureView, NewMeasure } from "@/api/schema";
import { PersonPicker } from "@/features/people/PersonPicker";
import { Conflicts } from "@/ui/Conflicts";
import { FormDialog } from "@/ui/FormDialog";
import { fieldErrors } from "@/ui/Refusal";
import "@/ui/calendar";
import { useFollowing } from "@/ui/useFollowing";

import { type Order, useSave } from "./queries";

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

const FIELD_TEXTS: Record<keyof Fields, string> = {
  kind: "kind",
  description: "description",
  owner_id: "owner",
  due_on: "dueOn",
  expires_on: "expiresOn",
  reason: "reason",
};

/** Plans a measure, or changes one that is planned. */
export function MeasureDialog({ record, measure, onClose }: Props) {
  const { t } = useTranslation("measures");
  const narrow = useMediaQuery("(max-width: 36em)");
  const owner = measure?.owner ?? record?.responsible ?? null;
  const now: Fields = {
    kind: measure?.kind ?? "compensating",
    description: measure?.description ?? "",
    owner_id: owner?.id ?? null,
    due_on: measure?.due_on ?? null,
    expires_on: null,
    reason: "",
  };
  const form = useForm<Fields>({
    initialValues: now,
    validate: {
      description: (value) => (value.trim() ? null : t("needed.description")),
      owner_id: (value) => (value ? null : t("needed.owner")),
      due_on: (value) => (value ? null : t("needed.dueOn")),
      expires_on: (value, { kind }) => (!measure && kind === "compensating" && !value ? t("needed.expiresOn") : null),
    },
  });
  const { conflicts } = useFollowing(form, now);
  const saving = useSave();
  const { kind, due_on } = form.values;
  const fields = Object.keys(form.values);
  const submit = ({ kind: chosen, description, owner_id, due_on: due, expires_on, reason }: Fields): void => {
    if (!owner_id || !due) return;
    const common = { description: description.trim(), owner_id, due_on: due };
    const order: Order = measure
      ? { measure, body: { ...common, ...(reason.trim() ? { reason: reason.trim() } : {}) } }
      : { recordId: record.id, body: { ...common, kind: chosen, ...(chosen === "compensating" ? { expires_on } : {}) } };
    saving.mutate(order, {
      onSuccess: () => {
        notifications.show({ message: t(measure ? "acts.edit.done" : "acts.create.done") });
        onClose();
      },
      onError: (error) => form.setErrors(fieldErrors(error, fields)),
    });
  };
  return (
    <FormDialog
      title={measure ? `${measure.number}: ${t("acts.edit.title")}` : t("acts.create.title")}
      size="lg"
      onClose={onClose}
      onSubmit={form.onSubmit(submit)}
      error={saving.error}
      fields={fields}
      isPending={saving.isPending}
      submit={t(measure ? "common:save" : "acts.create.name")}
    >
      <Conflicts names={conflicts.map((name) => t(`fields.${FIELD_TEXTS[name]}`))} />
      {!measure && (
        <div>
          <SegmentedControl
            fullWidth
            orientation={narrow ? "vertical" : "horizontal"}
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
    </FormDialog>
  );
}
