import { Button, Group, Stack, Text } from "@mantine/core";
import { useForm } from "@mantine/form";
import { notifications } from "@mantine/notifications";
import type { TFunction } from "i18next";
import type { SyntheticEvent } from "react";
import { useTranslation } from "react-i18next";

import type { Card, Edit } from "@/api/schema";
import { FindingFields } from "@/features/finding/FindingFields";
import { correct } from "@/features/finding/queries";
import { FIELDS, type FindingValues, bodyOf, editFrom, valuesOf } from "@/features/finding/values";
import { FormDialog } from "@/ui/FormDialog";
import { fieldErrors } from "@/ui/Refusal";
import { formatMoment } from "@/ui/dates";
import { focusWrong } from "@/ui/forms";
import { useFollowing } from "@/ui/useFollowing";

import { Meanwhile } from "./Meanwhile";
import { useAct } from "./queries";

type Name = keyof FindingValues;

/** Corrects what was written. What others change meanwhile is shown, and which of two versions of a field stays is asked. */
export function EditDialog({ record, onClose }: { record: Card; onClose: () => void }) {
  const { t } = useTranslation(["journal", "finding"]);
  const needed = (value: string | null): string | null => (value?.trim() ? null : t("finding:needed"));
  const form = useForm({
    initialValues: valuesOf(record),
    validate: { site_id: needed, place: needed, category_id: needed, description: needed, found_at: needed },
  });
  const { conflicts, settle } = useFollowing(form, valuesOf(record));
  const saving = useAct((of: Card, changes: Edit) => correct(of, changes), record);
  const submit = (event: SyntheticEvent<HTMLFormElement>): void => {
    const page = event.currentTarget;
    const send = (values: FindingValues): void => {
      const [before, after] = [bodyOf(valuesOf(record)), bodyOf(values)];
      if (!before || !after || saving.isPending) return;
      const outcome = {
        onSuccess: () => {
          notifications.show({ message: t("edit.done") });
          onClose();
        },
        onError: (error: unknown) => {
          form.setErrors(fieldErrors(error, FIELDS));
          focusWrong(page);
        },
      };
      saving.mutate(editFrom(before, after), outcome);
    };
    form.onSubmit(send, () => focusWrong(page))(event);
  };
  const takeTheirs = (name: Name): void => {
    form.setFieldValue(name, valuesOf(record)[name]);
    settle(name);
  };
  return (
    <FormDialog
      title={t("edit.title", { number: record.number })}
      size="xl"
      onClose={onClose}
      onSubmit={submit}
      error={saving.error}
      fields={FIELDS}
      isPending={saving.isPending}
    >
      <Meanwhile record={record} />
      <FindingFields
        form={form}
        known={{
          site: { value: record.site.id, label: record.site.name },
          category: { value: record.category.id, label: record.category.name },
        }}
        belowField={(name) =>
          conflicts.includes(name) && (
            <Conflict theirs={theirsOf(record, name, t)} onTake={() => takeTheirs(name)} onKeep={() => settle(name)} />
          )
        }
      />
    </FormDialog>
  );
}

/** A field's value in the record, in words. */
function theirsOf(record: Card, name: Name, t: TFunction<["journal", "finding"]>): string {
  if (name === "site_id") return record.site.name;
  if (name === "category_id") return record.category.name;
  if (name === "severity") return t(`severities.${record.severity}`);
  if (name === "found_at") return formatMoment(record.found_at);
  return valuesOf(record)[name] ?? "—";
}

function Conflict({ theirs, onTake, onKeep }: { theirs: string; onTake: () => void; onKeep: () => void }) {
  const { t } = useTranslation("journal");
  return (
    <Stack gap={4} mt={4} role="alert">
      <Text size="sm" c="var(--mantine-color-yellow-text)">
        {t("edit.theirs", { value: theirs })}
      </Text>
      <Group gap="xs">
        <Button size="compact-sm" variant="default" onClick={onTake}>
          {t("edit.takeTheirs")}
        </Button>
        <Button size="compact-sm" variant="default" onClick={onKeep}>
          {t("edit.keepMine")}
        </Button>
      </Group>
    </Stack>
  );
}
