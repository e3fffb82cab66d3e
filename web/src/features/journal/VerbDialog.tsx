import { Alert, Button, Group, Modal, Stack, Textarea } from "@mantine/core";
import { DateInput } from "@mantine/dates";
import "@mantine/dates/styles.layer.css";
import { useForm } from "@mantine/form";
import { notifications } from "@mantine/notifications";
import { useTranslation } from "react-i18next";

import { Problem, fieldMessages } from "@/api/problem";
import type { AssignBody, Card } from "@/api/schema";
import { PeoplePicker, PersonPicker } from "@/features/people/PersonPicker";
import { problemText } from "@/ui/problems";

import { useAct } from "./queries";
import { VERBS, type Verb, type VerbValues } from "./verbs";

interface Props {
  record: Card;
  verb: Verb;
  onClose: () => void;
}

interface Fields {
  text: string;
  dueOn: string | null;
  responsibleId: string | null;
  coExecutorIds: string[];
  observerIds: string[];
}

/** Names of the API's fields, and where they stand in the form. */
const FIELD_OF: Record<string, keyof Fields> = {
  responsible_id: "responsibleId",
  co_executor_ids: "coExecutorIds",
  observer_ids: "observerIds",
  due_on: "dueOn",
  reason: "text",
  comment: "text",
};

export function VerbDialog({ record, verb, onClose }: Props) {
  const { t } = useTranslation("journal");
  const { asks, textNeeded, act, color } = VERBS[verb];
  const assigning = asks.includes("assignment");
  const form = useForm<Fields>({
    initialValues: {
      text: "",
      dueOn: record.due_on,
      responsibleId: record.responsible?.id ?? null,
      coExecutorIds: record.co_executors.map(({ id }) => id),
      observerIds: record.observers.map(({ id }) => id),
    },
    validate: {
      text: (value) => (textNeeded && !value.trim() ? t("textNeeded") : null),
      responsibleId: (value) => (assigning && !value ? t("responsibleNeeded") : null),
    },
  });
  const done = useAct((id: string, values: VerbValues) => act(id, values), record.id);
  const submit = (fields: Fields): void => {
    done.mutate(valuesOf(fields, assigning), {
      onSuccess: () => {
        notifications.show({ message: t(`verbs.${verb}.done`) });
        onClose();
      },
      onError: (error) => {
        if (error instanceof Problem) form.setErrors(errorsOf(error));
      },
    });
  };
  const refused = done.error instanceof Problem ? done.error : null;
  const general = refused && (form.errors[""] ?? (refused.fields.length === 0 ? problemText(refused, t) : null));
  const dateMoves = assigning && record.due_on !== null && form.values.dueOn !== record.due_on;
  return (
    <Modal opened onClose={onClose} title={t(`verbs.${verb}.title`, { number: record.number })} size="lg">
      <form noValidate onSubmit={form.onSubmit(submit)}>
        <Stack>
          {general && (
            <Alert color="red" variant="light" role="alert">
              {general}
            </Alert>
          )}
          {assigning && (
            <>
              <PersonPicker
                label={t("fields.responsible")}
                withAsterisk
                known={record.responsible ? [record.responsible] : []}
                {...form.getInputProps("responsibleId")}
              />
              <PeoplePicker
                label={t("fields.coExecutors")}
                known={record.co_executors}
                {...form.getInputProps("coExecutorIds")}
              />
              <PeoplePicker label={t("fields.observers")} known={record.observers} {...form.getInputProps("observerIds")} />
            </>
          )}
          {(assigning || asks.includes("dueOn")) && (
            <DateInput
              label={t("fields.dueOn")}
              valueFormat="DD.MM.YYYY"
              clearable={false}
              minDate={new Date()}
              {...form.getInputProps("dueOn")}
            />
          )}
          {(asks.includes("text") || dateMoves) && (
            <Textarea
              label={t(`verbs.${verb}.text`)}
              withAsterisk={textNeeded}
              autosize
              minRows={3}
              data-autofocus={!assigning || undefined}
              {...form.getInputProps("text")}
            />
          )}
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {t("common:cancel")}
            </Button>
            <Button type="submit" loading={done.isPending} {...(color ? { color } : {})}>
              {t(`verbs.${verb}.name`)}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}

function valuesOf(fields: Fields, assigning: boolean): VerbValues {
  const text = fields.text.trim();
  const assignment: AssignBody | null =
    assigning && fields.responsibleId
      ? {
          responsible_id: fields.responsibleId,
          co_executor_ids: fields.coExecutorIds,
          observer_ids: fields.observerIds,
          due_on: fields.dueOn,
          reason: text || null,
        }
      : null;
  return { text, dueOn: fields.dueOn, assignment };
}

function errorsOf(problem: Problem): Record<string, string> {
  const messages = fieldMessages(problem, Object.keys(FIELD_OF));
  return Object.fromEntries(Object.entries(messages).map(([name, message]) => [FIELD_OF[name] ?? "", message]));
}
