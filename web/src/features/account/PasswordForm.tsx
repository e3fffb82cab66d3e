import { Button, Stack } from "@mantine/core";
import { useForm } from "@mantine/form";
import { notifications } from "@mantine/notifications";
import { useTranslation } from "react-i18next";

import { PasswordField } from "@/ui/PasswordField";
import { Refusal, fieldErrors } from "@/ui/Refusal";
import { Section } from "@/ui/Section";

import { useChangePassword } from "./queries";

const FIELDS = ["current_password", "new_password"];

export function PasswordForm() {
  const { t } = useTranslation("account");
  const change = useChangePassword();
  const form = useForm({
    initialValues: { current_password: "", new_password: "" },
    validate: {
      current_password: (value) => (value ? null : t("password.needed")),
      new_password: (value) => (value ? null : t("password.newNeeded")),
    },
  });
  const submit = (values: typeof form.values): void =>
    change.mutate(values, {
      onSuccess: () => {
        form.reset();
        notifications.show({ message: t("password.done") });
      },
      onError: (error) => form.setErrors(fieldErrors(error, FIELDS)),
    });
  return (
    <Section title={t("password.title")}>
      <form noValidate onSubmit={form.onSubmit(submit)}>
        <Stack maw={420}>
          <Refusal error={change.error} fields={FIELDS} />
          <PasswordField
            label={t("password.current")}
            autoComplete="current-password"
            {...form.getInputProps("current_password")}
          />
          <PasswordField
            label={t("password.new")}
            description={t("password.hint")}
            autoComplete="new-password"
            {...form.getInputProps("new_password")}
          />
          <Button type="submit" loading={change.isPending} w="fit-content">
            {t("password.change")}
          </Button>
        </Stack>
      </form>
    </Section>
  );
}
