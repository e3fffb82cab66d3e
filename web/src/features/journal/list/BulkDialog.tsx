import { Button, Group, Stack, Text, Textarea } from "@mantine/core";
import { DateInput } from "@mantine/dates";
import { useForm } from "@mantine/form";
import { IconAlertTriangle, IconCheck } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import type { Outcomes } from "@/api/schema";
import { PersonPicker } from "@/features/people/PersonPicker";
import { Dialog } from "@/ui/Dialog";
import { Refusal, fieldErrors } from "@/ui/Refusal";
import "@/ui/calendar";

import { type BulkAct, type BulkValues, MOST, useBulk } from "./bulk";
import type { Selection } from "./useSelection";

const FIELDS = ["responsible_id", "due_on", "reason"];

interface Props {
  act: BulkAct;
  selection: Selection;
  onClose: () => void;
}

/** The same for many records; then what became of each. */
export function BulkDialog({ act, selection, onClose }: Props) {
  const { t } = useTranslation(["list", "journal"]);
  // The list may change under the form: what it was opened for stays.
  const [records] = useState(selection.records);
  const moving = act === "move-due-date";
  const form = useForm<BulkValues>({
    initialValues: { responsible_id: null, due_on: null, reason: "" },
    validate: {
      responsible_id: (value) => (moving || value ? null : t("journal:responsibleNeeded")),
      due_on: (value) => (!moving || value ? null : t("bulk.dueNeeded")),
      reason: (value) => (!moving || value.trim() ? null : t("journal:textNeeded")),
    },
  });
  const bulk = useBulk(act, records);
  const close = (): void => {
    // What was done is no longer chosen; what was left stays, to be tried in another way.
    if (bulk.data) {
      const left = bulk.data.items.filter(({ ok }) => !ok).map(({ id }) => id);
      selection.choose(records.filter(({ id }) => left.includes(id)));
    }
    onClose();
  };
  const submit = (values: BulkValues): void =>
    bulk.mutate(values, { onError: (error) => form.setErrors(fieldErrors(error, FIELDS)) });
  return (
    <Dialog
      onClose={close}
      closeOnClickOutside={bulk.data !== undefined}
      size="lg"
      title={t(`bulk.${act}.title`, { count: records.length })}
    >
      {bulk.data ? (
        <Results outcomes={bulk.data} onClose={close} />
      ) : (
        <form noValidate onSubmit={form.onSubmit(submit)}>
          <Stack>
            <Refusal error={bulk.error} fields={FIELDS} />
            {records.length > MOST && <Text size="sm">{t("bulk.tooMany", { count: MOST })}</Text>}
            {!moving && (
              <PersonPicker label={t("journal:fields.responsible")} withAsterisk known={[]} {...form.getInputProps("responsible_id")} />
            )}
            <DateInput
              label={t("journal:fields.dueOn")}
              valueFormat="DD.MM.YYYY"
              minDate={new Date()}
              clearable={!moving}
              withAsterisk={moving}
              {...(moving ? {} : { description: t("bulk.dueHint") })}
              {...form.getInputProps("due_on")}
            />
            <Textarea
              label={t("journal:verbs.move-due-date.text")}
              withAsterisk={moving}
              {...(moving ? {} : { description: t("bulk.reasonHint") })}
              autosize
              minRows={2}
              {...form.getInputProps("reason")}
            />
            <Group justify="flex-end">
              <Button variant="default" onClick={close}>
                {t("common:cancel")}
              </Button>
              <Button type="submit" loading={bulk.isPending} disabled={records.length > MOST}>
                {t(`bulk.${act}.name`)}
              </Button>
            </Group>
          </Stack>
        </form>
      )}
    </Dialog>
  );
}

function Results({ outcomes, onClose }: { outcomes: Outcomes; onClose: () => void }) {
  const { t } = useTranslation("list");
  // What was left is what has to be read: it stands first.
  const items = [...outcomes.items].sort((one, other) => Number(one.ok) - Number(other.ok));
  return (
    <Stack>
      <Text fw={500} role="status">
        {t("bulk.done", { count: outcomes.done })}
        {outcomes.left > 0 && ` ${t("bulk.left", { count: outcomes.left })}`}
      </Text>
      <Stack component="ul" gap={6} m={0} p={0} mah="50vh" style={{ listStyle: "none", overflow: "auto" }}>
        {items.map(({ id, number, ok, problem }) => (
          <Group component="li" key={id} gap="xs" wrap="nowrap" align="flex-start">
            {ok ? (
              <IconCheck size={18} color="var(--mantine-color-teal-text)" aria-label={t("bulk.ok")} style={{ flex: "none" }} />
            ) : (
              <IconAlertTriangle size={18} color="var(--mantine-color-red-text)" aria-label={t("bulk.refused")} style={{ flex: "none" }} />
            )}
            <Text size="sm">
              <span className="number">{number ?? "—"}</span>
              {problem && `: ${problem.detail}`}
            </Text>
          </Group>
        ))}
      </Stack>
      <Group justify="flex-end">
        <Button onClick={onClose} data-autofocus>
          {t("common:close")}
        </Button>
      </Group>
    </Stack>
  );
}
