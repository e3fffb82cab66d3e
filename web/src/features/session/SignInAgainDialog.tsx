import { Button, Modal, Stack, Text, getDefaultZIndex } from "@mantine/core";
import { useTranslation } from "react-i18next";

import { settle } from "@/api/session";

import { SignInForm } from "./SignInForm";

/** Sessions end while a form in a dialog is being sent, too. */
const ABOVE_OTHER_DIALOGS = getDefaultZIndex("overlay");

export function SignInAgainDialog() {
  const { t } = useTranslation("session");
  return (
    <Modal opened onClose={() => settle(false)} title={t("endedTitle")} closeOnClickOutside={false} zIndex={ABOVE_OTHER_DIALOGS}>
      <Stack>
        <Text size="sm">{t("endedText")}</Text>
        <SignInForm onSignedIn={() => settle(true)} />
        <Button variant="subtle" color="gray" onClick={() => globalThis.location.assign("/sign-in")}>
          {t("leave")}
        </Button>
      </Stack>
    </Modal>
  );
}
