import { Button, Stack, Text, getDefaultZIndex } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { settle } from "@/api/session";

import { Dialog } from "@/ui/Dialog";

import { SignInForm } from "./SignInForm";
import { meQuery } from "./queries";

/** Sessions end while a form in a dialog is being sent, too. */
const ABOVE_OTHER_DIALOGS = getDefaultZIndex("overlay");

export function SignInAgainDialog() {
  const { t } = useTranslation("session");
  const client = useQueryClient();
  const whoIsHere = (): string | undefined => client.getQueryData(meQuery.queryKey)?.id;
  const [former] = useState(whoIsHere);
  return (
    <Dialog onClose={() => settle(false)} title={t("endedTitle")} closeOnClickOutside={false} zIndex={ABOVE_OTHER_DIALOGS}>
      <Stack>
        <Text size="sm">{t("endedText")}</Text>
        {/* What waits was wished by who was here before: it is not sent in another's name. */}
        <SignInForm onSignedIn={() => settle(whoIsHere() === former)} />
        <Button variant="subtle" color="gray" onClick={() => globalThis.location.assign("/sign-in")}>
          {t("leave")}
        </Button>
      </Stack>
    </Dialog>
  );
}
