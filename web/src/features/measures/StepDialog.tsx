import { Textarea } from "@mantine/core";
import { DateInput } from "@mantine/dates";
import { notifications } from "@mantine/notifications";
import { type SyntheticEvent, useState } from "react";
import { useTranslation } from "react-i18next";

import type { MeasureView } from "@/api/schema";
import { Evidence } from "@/features/attachments/Evidence";
import { useUploads } from "@/features/attachments/useUploads";
import { FormDialog } from "@/ui/FormDialog";
import { fieldErrors } from "@/ui/Refusal";
import "@/ui/calendar";

import { type Step, useStep } from "./queries";

const FIELDS = ["comment", "reason", "attachment_ids", "expires_on"];

interface Props {
  measure: MeasureView;
  step: Step;
  onClose: () => void;
}

export function StepDialog({ measure, step, onClose }: Props) {
  const { t } = useTranslation("measures");
  const [text, setText] = useState("");
  const [date, setDate] = useState(measure.expires_on);
  const uploads = useUploads({ recordId: measure.nonconformity.id, purpose: "measure" });
  const acting = useStep(measure, step);
  const messages = fieldErrors(acting.error, FIELDS);
  const enough = text.trim() !== "" || (step === "complete" && uploads.ids.length > 0);
  const submit = (event: SyntheticEvent): void => {
    event.preventDefault();
    if (!enough || uploads.busy || acting.isPending) return;
    acting.mutate(
      { text: text.trim(), date, attachmentIds: uploads.ids },
      {
        onSuccess: () => {
          notifications.show({ message: t(`acts.${step}.done`) });
          onClose();
        },
      },
    );
  };
  return (
    <FormDialog
      title={`${measure.number}: ${t(`acts.${step}.title`)}`}
      size="lg"
      onClose={onClose}
      onSubmit={submit}
      error={acting.error}
      fields={FIELDS}
      isPending={acting.isPending}
      submit={t(`acts.${step}.name`)}
      color={step === "cancel" ? "red" : undefined}
      disabled={!enough || uploads.busy}
    >
      {step === "extend" && (
        <DateInput
          label={t("fields.expiresOn")}
          valueFormat="DD.MM.YYYY"
          minDate={new Date()}
          value={date}
          onChange={setDate}
          error={messages["expires_on"]}
        />
      )}
      <Textarea
        label={t(`acts.${step}.text`)}
        withAsterisk={step !== "complete"}
        autosize
        minRows={3}
        data-autofocus
        value={text}
        onChange={({ currentTarget }) => setText(currentTarget.value)}
        error={messages["comment"] ?? messages["reason"]}
      />
      {step === "complete" && <Evidence uploads={uploads} error={messages["attachment_ids"]} />}
    </FormDialog>
  );
}
