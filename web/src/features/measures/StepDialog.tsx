import { Button, Group, Modal, Stack, Textarea } from "@mantine/core";
import { DateInput } from "@mantine/dates";
import { notifications } from "@mantine/notifications";
import { type SyntheticEvent, useState } from "react";
import { useTranslation } from "react-i18next";

import type { MeasureView } from "@/api/schema";
import { Evidence } from "@/features/attachments/Evidence";
import { useUploads } from "@/features/attachments/useUploads";
import { Refusal, fieldErrors } from "@/ui/Refusal";
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
  const submit = (event: SyntheticEvent): void => {
    event.preventDefault();
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
  const enough = step === "complete" ? text.trim() !== "" || uploads.ids.length > 0 : text.trim() !== "";
  return (
    <Modal opened onClose={onClose} title={`${measure.number}: ${t(`acts.${step}.title`)}`} size="lg">
      <form noValidate onSubmit={submit}>
        <Stack>
          <Refusal error={acting.error} fields={FIELDS} />
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
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {t("common:cancel")}
            </Button>
            <Button type="submit" disabled={!enough || uploads.busy} loading={acting.isPending} {...(step === "cancel" ? { color: "red" } : {})}>
              {t(`acts.${step}.name`)}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
