import { Button, Group, Stack, Text } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { PeoplePicker } from "@/features/people/PersonPicker";
import { Dialog } from "@/ui/Dialog";
import { Refusal } from "@/ui/Refusal";

import { Invitations } from "./Invitations";
import classes from "./Invitations.module.css";
import { useInviteMany } from "./queries";

/** Accounts and one-time links for people of the register. The links are shown here, and never again. */
export function InviteDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation("access");
  const [chosen, setChosen] = useState<string[]>([]);
  const invite = useInviteMany();
  return (
    <Dialog
      onClose={onClose}
      size="lg"
      closeOnClickOutside={false}
      closeOnEscape={!invite.data}
      title={t(invite.data ? "inviteMany.doneTitle" : "inviteMany.title")}
      {...(invite.data ? { classNames: { root: classes["root"] ?? "", inner: classes["inner"] ?? "", content: classes["content"] ?? "" } } : {})}
    >
      {invite.data ? (
        <Invitations items={invite.data.items} onClose={onClose} />
      ) : (
        <Stack>
          <Text size="sm" c="dimmed">
            {t("inviteMany.about")}
          </Text>
          <Refusal error={invite.error} />
          <PeoplePicker label={t("inviteMany.people")} known={[]} value={chosen} onChange={setChosen} />
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {t("common:cancel")}
            </Button>
            <Button disabled={chosen.length === 0} loading={invite.isPending} onClick={() => invite.mutate(chosen)}>
              {chosen.length > 0 ? t("inviteMany.do", { count: chosen.length }) : t("invite")}
            </Button>
          </Group>
        </Stack>
      )}
    </Dialog>
  );
}
