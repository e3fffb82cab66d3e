import { Alert, Button, Stack, Text, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { Problem } from "@/api/problem";
import { PasswordField } from "@/ui/PasswordField";
import { problemText } from "@/ui/problems";

import { CodeField } from "./CodeField";
import { asksForCode, useSignIn } from "./queries";

interface Props {
  onSignedIn: () => void;
}

/** Login and password; then, where a second factor guards the account, the code. */
export function SignInForm({ onSignedIn }: Props) {
  const { t } = useTranslation("session");
  const [codeAsked, setCodeAsked] = useState(false);
  const form = useForm({
    initialValues: { login: "", password: "", otp: "" },
    validate: {
      login: (value) => (value.trim() ? null : t("loginNeeded")),
      password: (value) => (value ? null : t("passwordNeeded")),
      otp: (value) => (codeAsked && !value.trim() ? t("codeNeeded") : null),
    },
  });
  const signIn = useSignIn();
  const submit = ({ login, password, otp }: typeof form.values): void => {
    signIn.mutate(
      { login, password, ...(codeAsked ? { otp: otp.trim() } : {}) },
      {
        onSuccess: onSignedIn,
        onError: (error) => {
          setCodeAsked(asksForCode(error));
          form.setFieldValue("otp", "");
        },
      },
    );
  };
  const startAnew = (): void => {
    setCodeAsked(false);
    signIn.reset();
    form.setFieldValue("password", "");
  };
  const refused = signIn.error instanceof Problem ? signIn.error : null;
  const asking = refused?.code === "second_factor_required";
  return (
    <form noValidate onSubmit={form.onSubmit(submit)}>
      <Stack>
        {refused && !asking && (
          <Alert color="red" variant="light" role="alert" title={refused.title}>
            {problemText(refused, t)}
          </Alert>
        )}
        {codeAsked ? (
          <>
            {asking && (
              <Text size="sm" role="status">
                {refused.message}
              </Text>
            )}
            <CodeField focused description={null} {...form.getInputProps("otp")} />
          </>
        ) : (
          <>
            <TextInput
              label={t("login")}
              autoComplete="username"
              autoCapitalize="none"
              spellCheck={false}
              {...form.getInputProps("login")}
            />
            <PasswordField label={t("password")} autoComplete="current-password" {...form.getInputProps("password")} />
          </>
        )}
        <Button type="submit" loading={signIn.isPending} fullWidth>
          {t("signIn")}
        </Button>
        {codeAsked && (
          <Button variant="subtle" color="gray" onClick={startAnew}>
            {t("otherLogin")}
          </Button>
        )}
      </Stack>
    </form>
  );
}
