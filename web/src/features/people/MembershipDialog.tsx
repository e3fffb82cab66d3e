import { DateInput } from "@mantine/dates";
import { notifications } from "@mantine/notifications";
import dayjs from "dayjs";
import { type SyntheticEvent, useState } from "react";
import { useTranslation } from "react-i18next";

import type { PersonCard } from "@/api/schema";
import { FormDialog } from "@/ui/FormDialog";
import { fieldErrors } from "@/ui/Refusal";
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
  const submit = (event: SyntheticEvent): void => {
    event.preventDefault();
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
    <FormDialog
      title={t(`acts.${act}.name`)}
      onClose={onClose}
      onSubmit={submit}
      error={change.error}
      fields={[field]}
      isPending={change.isPending}
      submit={t(`acts.${act}.name`)}
      color={act === "leave" ? "red" : undefined}
      disabled={!day}
    >
      <DateInput
        label={t(`fields.${field}`)}
        value={day}
        onChange={setDay}
        error={fieldErrors(change.error, [field])[field]}
        data-autofocus
      />
    </FormDialog>
  );
}
