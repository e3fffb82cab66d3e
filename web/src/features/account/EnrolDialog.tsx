import { Button, Code, Image, Stack, Text } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";

import { CodeField } from "@/features/session/CodeField";
import { Dialog } from "@/ui/Dialog";
import { PasswordField } from "@/ui/PasswordField";
import { Refusal, fieldErrors } from "@/ui/Refusal";

import { RecoveryCodes } from "./RecoveryCodes";
import { useBeginEnrolment, useConfirmEnrolment } from "./queries";

/** Three steps: the password, the telephone's first code, the recovery codes. */
export function EnrolDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation("account");
  const client = useQueryClient();
  const begin = useBeginEnrolment();
  const confirm = useConfirmEnrolment();
  const codes = confirm.data?.recovery_codes;
  // Only now: what is read again may close this dialog, and the codes are shown once.
  const leave = (): void => {
    if (codes) void client.invalidateQueries();
    onClose();
  };
  return (
    <Dialog onClose={leave} closeOnClickOutside={false} title={t(codes ? "factor.codes" : "factor.enableTitle")}>
      {codes && <RecoveryCodes codes={codes} onKept={leave} />}
      {!codes && begin.data && <FirstCode enrolment={begin.data} confirm={confirm} />}
      {!codes && !begin.data && <OwnPassword begin={begin} />}
    </Dialog>
  );
}

function OwnPassword({ begin }: { begin: ReturnType<typeof useBeginEnrolment> }) {
  const { t } = useTranslation("account");
  const form = useForm({
    initialValues: { password: "" },
    validate: { password: (value) => (value ? null : t("password.needed")) },
  });
  const submit = ({ password }: { password: string }): void =>
    begin.mutate(password, { onError: (error) => form.setErrors(fieldErrors(error, ["password"])) });
  return (
    <form noValidate onSubmit={form.onSubmit(submit)}>
      <Stack>
        <Refusal error={begin.error} fields={["password"]} />
        <PasswordField
          label={t("password.current")}
          autoComplete="current-password"
          data-autofocus
          {...form.getInputProps("password")}
        />
        <Button type="submit" loading={begin.isPending}>
          {t("factor.next")}
        </Button>
      </Stack>
    </form>
  );
}

interface FirstCodeProps {
  enrolment: { secret: string; qr_svg: string };
  confirm: ReturnType<typeof useConfirmEnrolment>;
}

function FirstCode({ enrolment, confirm }: FirstCodeProps) {
  const { t } = useTranslation("account");
  const form = useForm({
    initialValues: { otp: "" },
    validate: { otp: (value) => (value.trim() ? null : t("factor.codeNeeded")) },
  });
  const submit = ({ otp }: { otp: string }): void =>
    confirm.mutate(otp.trim(), { onError: (error) => form.setErrors(fieldErrors(error, ["otp"])) });
  return (
    <form noValidate onSubmit={form.onSubmit(submit)}>
      <Stack>
        <Text size="sm">{t("factor.scan")}</Text>
        {/* White around it also in the dark: cameras want the contrast. */}
        <Image
          src={`data:image/svg+xml,${encodeURIComponent(standalone(enrolment.qr_svg))}`}
          alt={t("factor.qr")}
          w={200}
          h={200}
          mx="auto"
          bg="white"
          p={8}
          radius="sm"
        />
        <Text size="sm" c="dimmed">
          {t("factor.byHand")} <Code style={{ overflowWrap: "anywhere" }}>{enrolment.secret}</Code>
        </Text>
        <Refusal error={confirm.error} fields={["otp"]} />
        <CodeField
          label={t("factor.codeLabel")}
          description={null}
          inputMode="numeric"
          focused
          {...form.getInputProps("otp")}
        />
        <Button type="submit" loading={confirm.isPending}>
          {t("factor.enable")}
        </Button>
      </Stack>
    </form>
  );
}

/** The API draws for the inside of a page; as a picture of its own an SVG names its language. */
function standalone(svg: string): string {
  return svg.includes("xmlns=") ? svg : svg.replace("<svg", '<svg xmlns="http://www.w3.org/2000/svg"');
}
