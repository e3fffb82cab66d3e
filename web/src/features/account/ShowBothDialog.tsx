import { Button, Stack, Text } from "@mantine/core";
import { useForm } from "@mantine/form";
import { notifications } from "@mantine/notifications";
import { useTranslation } from "react-i18next";

import { CodeField } from "@/features/session/CodeField";
import { Dialog } from "@/ui/Dialog";
import { PasswordField } from "@/ui/PasswordField";
import { Refusal, fieldErrors } from "@/ui/Refusal";

import { RecoveryCodes } from "./RecoveryCodes";
import { useDisableFactor, useRenewCodes } from "./queries";

const FIELDS = ["password", "otp"];

interface Props {
  act: "disable" | "renew";
  onClose: () => void;
}

/** What takes the password and a code together: switching the second factor off, and new recovery codes. */
export function ShowBothDialog({ act, onClose }: Props) {
  const { t } = useTranslation("account");
  const disable = useDisableFactor();
  const renew = useRenewCodes();
  const form = useForm({
    initialValues: { password: "", otp: "" },
    validate: {
      password: (value) => (value ? null : t("password.needed")),
      otp: (value) => (value.trim() ? null : t("factor.codeNeeded")),
    },
  });
  const onError = (error: Error): void => form.setErrors(fieldErrors(error, FIELDS));
  const submit = ({ password, otp }: typeof form.values): void => {
    const shown = { password, otp: otp.trim() };
    if (act === "renew") renew.mutate(shown, { onError });
    else disable.mutate(shown, { onError, onSuccess: left });
  };
  const left = (): void => {
    notifications.show({ message: t("factor.disabled") });
    onClose();
  };
  if (renew.data) {
    return (
      <Dialog onClose={onClose} closeOnClickOutside={false} title={t("factor.codes")}>
        <RecoveryCodes codes={renew.data.recovery_codes} onKept={onClose} />
      </Dialog>
    );
  }
  return (
    <Dialog onClose={onClose} title={t(`factor.${act}Title`)}>
      <form noValidate onSubmit={form.onSubmit(submit)}>
        <Stack>
          <Text size="sm">{t(`factor.${act}Text`)}</Text>
          <Refusal error={act === "renew" ? renew.error : disable.error} fields={FIELDS} />
          <PasswordField
            label={t("password.current")}
            autoComplete="current-password"
            data-autofocus
            {...form.getInputProps("password")}
          />
          <CodeField {...form.getInputProps("otp")} />
          <Button type="submit" loading={disable.isPending || renew.isPending} {...(act === "disable" ? { color: "red" } : {})}>
            {t(`factor.${act}`)}
          </Button>
        </Stack>
      </form>
    </Dialog>
  );
}
