import { Alert, Button, Skeleton, Stack, Text, VisuallyHidden } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { Problem } from "@/api/problem";
import type { LinkHolder } from "@/api/schema";
import { PasswordField } from "@/ui/PasswordField";
import { Refusal, fieldErrors } from "@/ui/Refusal";
import { formatMoment } from "@/ui/dates";
import { problemText } from "@/ui/problems";

import { CodeField } from "./CodeField";
import { asksForCode, linkQuery, useLink } from "./queries";

interface Props {
  secret: string;
  onSignedIn: () => void;
  /** To the ordinary sign-in, where a link leads nowhere any more. */
  onLeave: () => void;
}

/** A one-time link: whose it is, then a password chosen there and then. */
export function LinkForm({ secret, onSignedIn, onLeave }: Props) {
  const { t } = useTranslation("session");
  const { data: holder, error } = useQuery(linkQuery(secret));
  if (holder) return <ChoosePassword secret={secret} holder={holder} onSignedIn={onSignedIn} />;
  if (!(error instanceof Problem)) return <Skeleton h={180} />;
  return (
    <Stack>
      <Alert color="yellow" variant="light" role="alert" title={error.isOffline ? undefined : error.title}>
        {problemText(error, t)}
      </Alert>
      <Button variant="default" onClick={onLeave}>
        {t("withPassword")}
      </Button>
    </Stack>
  );
}

const FIELDS = ["password", "otp"];

function ChoosePassword({ secret, holder, onSignedIn }: { secret: string; holder: LinkHolder; onSignedIn: () => void }) {
  const { t } = useTranslation("session");
  const [codeAsked, setCodeAsked] = useState(holder.second_factor);
  const form = useForm({
    initialValues: { password: "", otp: "" },
    validate: {
      password: (value) => (value ? null : t("newPasswordNeeded")),
      otp: (value) => (codeAsked && !value.trim() ? t("codeNeeded") : null),
    },
  });
  const link = useLink();
  const submit = ({ password, otp }: typeof form.values): void => {
    link.mutate(
      { secret, password, ...(codeAsked ? { otp: otp.trim() } : {}) },
      {
        onSuccess: onSignedIn,
        onError: (error) => {
          if (asksForCode(error)) setCodeAsked(true);
          form.setErrors(fieldErrors(error, FIELDS));
        },
      },
    );
  };
  return (
    <form noValidate onSubmit={form.onSubmit(submit)}>
      <Stack>
        <div>
          <Text fw={600}>{t(`link.${holder.kind}`, { name: holder.name })}</Text>
          <Text size="sm" c="dimmed" mt={4}>
            {t("link.login", { login: holder.login })}
          </Text>
          <Text size="sm" c="dimmed">
            {t("link.until", { moment: formatMoment(holder.expires_at) })}
          </Text>
        </div>
        <Refusal error={link.error} fields={FIELDS} />
        {/* Password managers keep the password under this login. */}
        <VisuallyHidden>
          <input type="text" autoComplete="username" value={holder.login} readOnly tabIndex={-1} aria-label={t("login")} />
        </VisuallyHidden>
        <PasswordField
          label={t("newPassword")}
          description={t("newPasswordHint")}
          autoComplete="new-password"
          {...form.getInputProps("password")}
        />
        {codeAsked && <CodeField {...form.getInputProps("otp")} />}
        <Button type="submit" loading={link.isPending} fullWidth>
          {t("setAndSignIn")}
        </Button>
      </Stack>
    </form>
  );
}
