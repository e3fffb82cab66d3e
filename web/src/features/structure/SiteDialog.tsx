import { Select, SimpleGrid, TagsInput, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { notifications } from "@mantine/notifications";
import { useTranslation } from "react-i18next";

import type { SiteCard } from "@/api/schema";
import { FormDialog } from "@/ui/FormDialog";
import { fieldErrors } from "@/ui/Refusal";

import { useBranchChoices } from "./choices";
import { useSaveSite } from "./queries";

const FIELDS = ["name", "aliases", "city", "country", "branch_id"];

interface Props {
  site: SiteCard | null;
  branchId: string | null;
  onClose: () => void;
}

/** A site; another branch at home moves it there. */
export function SiteDialog({ site, branchId, onClose }: Props) {
  const { t } = useTranslation("structure");
  const save = useSaveSite(site);
  const form = useForm({
    initialValues: {
      name: site?.name ?? "",
      aliases: site?.aliases ?? [],
      city: site?.city ?? "",
      country: site?.country ?? "",
      branch_id: branchId,
    },
    validate: { name: (value) => (value.trim() ? null : t("nameNeeded")) },
  });
  const branches = useBranchChoices(form.values.branch_id);
  const submit = ({ name, city, country, ...rest }: typeof form.values): void =>
    save.mutate(
      { ...rest, name: name.trim(), city: city.trim() || null, country: country.trim() || null },
      {
        onSuccess: () => {
          notifications.show({ message: t("saved") });
          onClose();
        },
        onError: (error) => form.setErrors(fieldErrors(error, FIELDS)),
      },
    );
  return (
    <FormDialog
      title={t(site ? "site.edit" : "site.new")}
      onClose={onClose}
      onSubmit={form.onSubmit(submit)}
      error={save.error}
      fields={FIELDS}
      isPending={save.isPending}
    >
      <TextInput label={t("fields.name")} withAsterisk data-autofocus {...form.getInputProps("name")} />
      <Select
        label={t("fields.branch")}
        description={t("homeHint")}
        data={branches}
        searchable
        clearable
        {...form.getInputProps("branch_id")}
      />
      <SimpleGrid cols={2}>
        <TextInput label={t("fields.city")} {...form.getInputProps("city")} />
        <TextInput label={t("fields.country")} {...form.getInputProps("country")} />
      </SimpleGrid>
      <TagsInput label={t("fields.aliases")} description={t("aliasesHint")} {...form.getInputProps("aliases")} />
    </FormDialog>
  );
}
