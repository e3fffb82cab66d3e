import { Checkbox, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { notifications } from "@mantine/notifications";
import { useTranslation } from "react-i18next";

import { Problem } from "@/api/problem";
import type { View, ViewIn } from "@/api/schema";
import { FormDialog } from "@/ui/FormDialog";
import { fieldErrors } from "@/ui/Refusal";

import { useSaveView } from "./viewQueries";

const FIELDS = ["name", "shared"];
/** What is refused as a whole, and is of one field. */
const OF_FIELD: Record<string, string> = { view_name_taken: "name", cannot_share_view: "shared" };

interface Props {
  /** Null: a new one. */
  view: View | null;
  kept: Pick<ViewIn, "filters" | "sort" | "columns">;
  mayShare: boolean;
  onClose: () => void;
  onSaved?: (view: View) => void;
}

/** The name of a view, and whether others see it. */
export function ViewDialog({ view, kept, mayShare, onClose, onSaved }: Props) {
  const { t } = useTranslation("list");
  const save = useSaveView();
  const form = useForm({
    initialValues: { name: view?.name ?? "", shared: view?.shared ?? false },
    validate: { name: (value) => (value.trim() ? null : t("views.needed")) },
  });
  const field = save.error instanceof Problem ? OF_FIELD[save.error.code] : undefined;
  const submit = ({ name, shared }: typeof form.values): void =>
    save.mutate(
      { view, body: { ...kept, name: name.trim(), shared } },
      {
        onSuccess: (saved) => {
          notifications.show({ message: t("views.saved", { name: saved.name }) });
          onClose();
          onSaved?.(saved);
        },
        onError: (error) => {
          const at = error instanceof Problem ? OF_FIELD[error.code] : undefined;
          form.setErrors(at ? { [at]: error.message } : fieldErrors(error, FIELDS));
        },
      },
    );
  return (
    <FormDialog
      title={t(view ? "views.editTitle" : "views.saveTitle")}
      onClose={onClose}
      onSubmit={form.onSubmit(submit)}
      error={field ? null : save.error}
      fields={FIELDS}
      isPending={save.isPending}
    >
      <TextInput
        data-autofocus
        label={t("views.label")}
        description={t("views.where")}
        withAsterisk
        maxLength={60}
        {...form.getInputProps("name")}
      />
      {(mayShare || view?.shared) && (
        <Checkbox label={t("views.share")} description={t("views.shareHint")} {...form.getInputProps("shared", { type: "checkbox" })} />
      )}
    </FormDialog>
  );
}
