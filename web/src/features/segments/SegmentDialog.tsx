import { Alert, Select, Skeleton, Text, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useDebouncedValue } from "@mantine/hooks";
import { notifications } from "@mantine/notifications";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import type { SegmentCard } from "@/api/schema";
import { useBranchChoices } from "@/features/structure/choices";
import { FormDialog } from "@/ui/FormDialog";
import { Refusal, fieldErrors } from "@/ui/Refusal";

import { ConditionForm } from "./ConditionForm";
import { SegmentPreview } from "./SegmentPreview";
import { type Lines, linesOf, treeOf } from "./condition";
import { fieldsQuery, previewQuery, useSaveSegment } from "./queries";

const FIELDS = ["name", "visibility", "branch_id"];
const VISIBILITIES = ["own", "branch", "everyone"] as const;
const COUNTING_MS = 400;
const EMPTY: Lines = { join: "all", lines: [{ field: "", op: "", values: [] }] };

interface Props {
  segment: SegmentCard | null;
  onClose: () => void;
  onSaved: (segment: SegmentCard) => void;
}

/** A condition over people, counted while it is built. */
export function SegmentDialog({ segment, onClose, onSaved }: Props) {
  const { t, i18n } = useTranslation("segments");
  const fields = useQuery(fieldsQuery(i18n.language));
  const save = useSaveSegment(segment);
  // What other programs put together may be deeper than this form: then its words are shown, and it stays as it is.
  const [lines, setLines] = useState<Lines | null>(() => (segment ? linesOf(segment.condition) : EMPTY));
  const tree = lines ? treeOf(lines) : (segment?.condition ?? null);
  const [counted] = useDebouncedValue(tree, COUNTING_MS);
  const preview = useQuery(previewQuery(counted, i18n.language));
  const form = useForm<{ name: string; visibility: (typeof VISIBILITIES)[number]; branch_id: string | null }>({
    initialValues: { name: segment?.name ?? "", visibility: segment?.visibility ?? "own", branch_id: segment?.branch_id ?? null },
    validate: {
      name: (value) => (value.trim() ? null : t("nameNeeded")),
      branch_id: (value, { visibility }) => (visibility === "branch" && !value ? t("branchNeeded") : null),
    },
  });
  const branches = useBranchChoices(form.values.branch_id);
  const submit = ({ name, visibility, branch_id }: typeof form.values): void => {
    if (!tree) return;
    save.mutate(
      { name: name.trim(), condition: tree, visibility, branch_id: visibility === "branch" ? branch_id : null },
      {
        onSuccess: (saved) => {
          notifications.show({ message: t("saved") });
          onSaved(saved);
          onClose();
        },
        onError: (error) => form.setErrors(fieldErrors(error, FIELDS)),
      },
    );
  };
  return (
    <FormDialog
      title={t(segment ? "edit" : "new")}
      size="xl"
      onClose={onClose}
      onSubmit={form.onSubmit(submit)}
      error={save.error}
      fields={FIELDS}
      isPending={save.isPending}
    >
      <TextInput label={t("name")} withAsterisk data-autofocus {...form.getInputProps("name")} />
      <Refusal error={fields.error} />
      {!fields.data && !fields.error && <Skeleton h={120} />}
      {fields.data && lines && <ConditionForm fields={fields.data} value={lines} onChange={setLines} />}
      {!lines && segment && (
        <Alert variant="light" title={t("deep")}>
          <Text size="sm">{segment.description}</Text>
        </Alert>
      )}
      <SegmentPreview incomplete={tree === null} error={preview.error} {...(preview.data ? { preview: preview.data } : {})} />
      <Select
        label={t("visibility")}
        data={VISIBILITIES.map((value) => ({ value, label: t(`visibilities.${value}`) }))}
        allowDeselect={false}
        {...form.getInputProps("visibility")}
      />
      {form.values.visibility === "branch" && (
        <Select label={t("branch")} data={branches} searchable withAsterisk {...form.getInputProps("branch_id")} />
      )}
    </FormDialog>
  );
}
