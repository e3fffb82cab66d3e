import { Button, Modal, Stack, Text, getDefaultZIndex } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";

import { onSessionEnded, settle } from "@/api/session";

import { SignInForm } from "./SignInForm";
import { meQuery } from "./queries";

/** Sessions end while a form in a dialog is being sent, too. */
const ABOVE_OTHER_DIALOGS = getDefaultZIndex("overlay");

/** The session ended in the middle of work: whoever signs in again goes on where they were, with all they typed. */
export function SignInAgain() {
  const { t } = useTranslation("session");
  const [asking, setAsking] = useState(false);
  const client = useQueryClient();
  useEffect(
    () =>
      onSessionEnded((wanted) => {
        // Nobody has been signed in on this page yet: the router shows the sign-in page instead.
        if (wanted && !client.getQueryData(meQuery.queryKey)) settle(false);
        else setAsking(wanted);
      }),
    [client],
  );
  return (
    <Modal opened={asking} onClose={() => settle(false)} title={t("endedTitle")} closeOnClickOutside={false} zIndex={ABOVE_OTHER_DIALOGS}>
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
