import { Select, Text, TextInput } from "@mantine/core";
import { DateInput } from "@mantine/dates";
import { useForm } from "@mantine/form";
import { notifications } from "@mantine/notifications";
import dayjs from "dayjs";
import { useTranslation } from "react-i18next";

import type { ConsentIn, ConsentState } from "@/api/schema";
import { FormDialog } from "@/ui/FormDialog";
import { fieldErrors } from "@/ui/Refusal";
import "@/ui/calendar";

import { useRecordConsent } from "./queries";
import { momentOf } from "./statedAt";

const CHANNELS = ["paper", "bot", "web", "phone", "email"] as const satisfies readonly ConsentIn["channel"][];
const FIELDS = ["text_version", "channel", "stated_at"];

interface Props {
  personId: string;
  consent: ConsentState;
  onClose: () => void;
}

/** Writes down that a consent was given, or withdrawn when it stands. */
export function ConsentDialog({ personId, consent, onClose }: Props) {
  const { t } = useTranslation("consents");
  const giving = !consent.given;
  const record = useRecordConsent(personId);
  const form = useForm<{ text_version: string; channel: ConsentIn["channel"]; stated_at: string | null }>({
    initialValues: { text_version: consent.text_version ?? "", channel: "paper", stated_at: dayjs().format("YYYY-MM-DD") },
    validate: { text_version: (value) => (giving && !value.trim() ? t("wordingNeeded") : null) },
  });
  const submit = ({ text_version, channel, stated_at }: typeof form.values): void =>
    record.mutate(
      {
        kind: consent.kind,
        given: giving,
        channel,
        ...(giving ? { text_version: text_version.trim() } : {}),
        ...momentOf(stated_at),
      },
      {
        onSuccess: () => {
          notifications.show({ message: t("done") });
          onClose();
        },
        onError: (error) => form.setErrors(fieldErrors(error, FIELDS)),
      },
    );
  return (
    <FormDialog
      title={t(giving ? "giveTitle" : "withdrawTitle")}
      onClose={onClose}
      onSubmit={form.onSubmit(submit)}
      error={record.error}
      fields={FIELDS}
      isPending={record.isPending}
      submit={t(giving ? "give" : "withdraw")}
      color={giving ? undefined : "red"}
    >
      <Text size="sm" fw={500} className="sentence">
        {consent.label}
      </Text>
      {giving && (
        <TextInput
          label={t("fields.text_version")}
          description={t("wordingHint")}
          withAsterisk
          data-autofocus
          {...form.getInputProps("text_version")}
        />
      )}
      <Select
        label={t("fields.channel")}
        data={CHANNELS.map((value) => ({ value, label: t(`channels.${value}`) }))}
        allowDeselect={false}
        {...form.getInputProps("channel")}
      />
      <DateInput
        label={t("fields.stated_at")}
        maxDate={new Date()}
        {...form.getInputProps("stated_at")}
      />
      {!giving && <Text size="sm">{t("withdrawText")}</Text>}
    </FormDialog>
  );
}
