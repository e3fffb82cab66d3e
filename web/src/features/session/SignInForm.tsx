import { Alert, Button, PasswordInput, Stack, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useTranslation } from "react-i18next";

import { Problem } from "@/api/problem";
import { problemText } from "@/ui/problems";

import { type Credentials, useSignIn } from "./queries";

interface Props {
  /** Whose password is asked for again; the login is not asked then. */
  login?: string;
  onSignedIn: () => void;
}

export function SignInForm({ login, onSignedIn }: Props) {
  const { t } = useTranslation("session");
  const form = useForm<Credentials>({
    mode: "uncontrolled",
    initialValues: { login: login ?? "", password: "" },
    validate: {
      login: (value) => (value.trim() ? null : t("loginNeeded")),
      password: (value) => (value ? null : t("passwordNeeded")),
    },
  });
  const signIn = useSignIn();
  const refused = signIn.error instanceof Problem ? signIn.error : null;
  return (
    <form noValidate onSubmit={form.onSubmit((values) => signIn.mutate(values, { onSuccess: onSignedIn }))}>
      <Stack>
        {refused && (
          <Alert color="red" variant="light" role="alert">
            {problemText(refused, t)}
          </Alert>
        )}
        <TextInput
          key={form.key("login")}
          label={t("login")}
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
          {...form.getInputProps("login")}
        />
        <PasswordInput
          key={form.key("password")}
          label={t("password")}
          autoComplete="current-password"
          {...form.getInputProps("password")}
        />
        <Button type="submit" loading={signIn.isPending} fullWidth>
          {t("signIn")}
        </Button>
      </Stack>
    </form>
  );
}
