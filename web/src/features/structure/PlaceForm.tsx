import { Button, Group, Select, Stack, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useTranslation } from "react-i18next";

import type { Place, SiteCard } from "@/api/schema";
import { Refusal, fieldErrors } from "@/ui/Refusal";

import { useBranchChoices } from "./choices";
import { useAddPlace, useEditPlace } from "./queries";

const FIELDS = ["place", "branch_id", "site_id"];

interface Props {
  site: SiteCard;
  place: Place | null;
  onClose: () => void;
}

/** A new place, or another name for one whose poster may hang already: its address stays. */
export function PlaceForm({ site, place, onClose }: Props) {
  const { t } = useTranslation("structure");
  const branches = useBranchChoices();
  const add = useAddPlace();
  const edit = useEditPlace();
  const form = useForm<{ place: string; branch_id: string | null }>({
    initialValues: { place: place?.place ?? "", branch_id: site.branch_id },
    validate: {
      place: (value) => (value.trim() ? null : t("nameNeeded")),
      branch_id: (value) => (place || value ? null : t("place.branchNeeded")),
    },
  });
  const submit = ({ place: name, branch_id }: typeof form.values): void => {
    const answers = { onSuccess: onClose, onError: (error: Error) => form.setErrors(fieldErrors(error, FIELDS)) };
    if (place) edit.mutate({ place, body: { place: name.trim() } }, answers);
    else if (branch_id) add.mutate({ site_id: site.id, branch_id, place: name.trim() }, answers);
  };
  return (
    <form noValidate onSubmit={form.onSubmit(submit)}>
      <Stack gap="sm">
        <Refusal error={place ? edit.error : add.error} fields={FIELDS} />
        <TextInput label={t("place.name")} description={t("place.nameHint")} withAsterisk data-autofocus {...form.getInputProps("place")} />
        {!place && (
          <Select label={t("place.branch")} data={branches} searchable withAsterisk {...form.getInputProps("branch_id")} />
        )}
        <Group>
          <Button type="submit" loading={add.isPending || edit.isPending}>
            {t("common:save")}
          </Button>
          <Button variant="default" onClick={onClose}>
            {t("common:cancel")}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
