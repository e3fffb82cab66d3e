import { Button, Group, Modal, Stack } from "@mantine/core";
import { DateInput } from "@mantine/dates";
import { notifications } from "@mantine/notifications";
import dayjs from "dayjs";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import type { PersonCard } from "@/api/schema";
import { Refusal, fieldErrors } from "@/ui/Refusal";
import "@/ui/calendar";

import { useMembership } from "./queries";

interface Props {
  person: PersonCard;
  act: "join" | "leave";
  onClose: () => void;
}

export function MembershipDialog({ person, act, onClose }: Props) {
  const { t } = useTranslation("people");
  const [day, setDay] = useState<string | null>(dayjs().format("YYYY-MM-DD"));
  const change = useMembership(person);
  const field = act === "join" ? "joined_on" : "left_on";
  const submit = (): void => {
    if (!day) return;
    change.mutate(
      { act, day },
      {
        onSuccess: () => {
          notifications.show({ message: t(`acts.${act}.done`) });
          onClose();
        },
      },
    );
  };
  return (
    <Modal opened onClose={onClose} title={t(`acts.${act}.name`)}>
      <Stack>
        <Refusal error={change.error} fields={[field]} />
        <DateInput
          label={t(`fields.${field}`)}
          value={day}
          onChange={setDay}
          error={fieldErrors(change.error, [field])[field]}
          data-autofocus
        />
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {t("common:cancel")}
          </Button>
          <Button onClick={submit} loading={change.isPending} disabled={!day} {...(act === "leave" ? { color: "red" } : {})}>
            {t(`acts.${act}.name`)}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
