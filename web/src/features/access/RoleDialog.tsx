import { Checkbox, SimpleGrid, Stack, Text, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { notifications } from "@mantine/notifications";
import { useTranslation } from "react-i18next";

import type { PermissionCard, RoleCard } from "@/api/schema";
import { FormDialog } from "@/ui/FormDialog";
import { fieldErrors } from "@/ui/Refusal";

import { useSaveRole } from "./queries";
import { sectionsOf } from "./sections";

const FIELDS = ["name_ru", "name_en", "code", "permissions"];

interface Props {
  role: RoleCard | null;
  known: readonly PermissionCard[];
  onClose: () => void;
}

/** A role as a set of permissions under their headings. Nobody puts into it what they do not hold everywhere. */
export function RoleDialog({ role, known, onClose }: Props) {
  const { t } = useTranslation("access");
  const save = useSaveRole(role);
  const form = useForm({
    initialValues: {
      name_ru: role?.name_ru ?? "",
      name_en: role?.name_en ?? "",
      code: role?.code ?? "",
      permissions: role?.permissions ?? [],
    },
    validate: {
      name_ru: (value) => (value.trim() ? null : t("roleList.nameNeeded")),
      name_en: (value) => (value.trim() ? null : t("roleList.nameNeeded")),
      code: (value) => (/^[a-z][a-z0-9_]{1,49}$/.test(value) ? null : t("roleList.codeNeeded")),
    },
  });
  const submit = (values: typeof form.values): void =>
    save.mutate(values, {
      onSuccess: () => {
        notifications.show({ message: t("roleList.saved") });
        onClose();
      },
      onError: (error) => form.setErrors(fieldErrors(error, FIELDS)),
    });
  return (
    <FormDialog
      title={t(role ? "roleList.edit" : "roleList.new")}
      size="lg"
      onClose={onClose}
      onSubmit={form.onSubmit(submit)}
      error={save.error}
      fields={FIELDS}
      isPending={save.isPending}
    >
      <SimpleGrid cols={{ base: 1, sm: 2 }}>
        <TextInput label={t("roleList.nameRu")} withAsterisk data-autofocus {...form.getInputProps("name_ru")} />
        <TextInput label={t("roleList.nameEn")} withAsterisk {...form.getInputProps("name_en")} />
      </SimpleGrid>
      {!role && (
        <TextInput label={t("roleList.code")} description={t("roleList.codeHint")} withAsterisk {...form.getInputProps("code")} />
      )}
      <Checkbox.Group {...form.getInputProps("permissions")}>
        <Stack>
          {sectionsOf(known).map(({ name, permissions }) => (
            <Stack key={name} gap={6} role="group" aria-label={name}>
              <Text size="sm" fw={600}>
                {name}
              </Text>
              {permissions.map((one) => (
                <Checkbox
                  key={one.code}
                  value={one.code}
                  label={one.name}
                  disabled={!one.held_everywhere}
                  {...(one.held_everywhere ? {} : { description: t("roleList.notYours") })}
                />
              ))}
            </Stack>
          ))}
        </Stack>
      </Checkbox.Group>
    </FormDialog>
  );
}
