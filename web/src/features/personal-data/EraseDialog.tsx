import { Alert, Button, Group, List, Select, Skeleton, Stack, Text, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";

import type { EraseIn, ErasureCard, ErasureOutlook, PersonCard } from "@/api/schema";
import { Dialog } from "@/ui/Dialog";
import { Refusal, fieldErrors } from "@/ui/Refusal";

import { erasureQuery, useErase } from "./queries";

const REASONS = ["request", "consent_withdrawn", "retention_over", "entered_by_mistake"] as const satisfies readonly EraseIn["reason"][];
const FIELDS = ["reason", "confirmation"];

interface Props {
  person: PersonCard;
  onClose: () => void;
}

/** Says what goes, what stays and why; asks for the last name; shows what became of it. */
export function EraseDialog({ person, onClose }: Props) {
  const { t } = useTranslation("personal-data");
  const client = useQueryClient();
  const navigate = useNavigate();
  const erase = useErase(person);
  const { data: outlook, error } = useQuery({ ...erasureQuery(person.id), enabled: !erase.data });
  const leave = (): void => {
    onClose();
    if (!erase.data) return;
    client.removeQueries({ queryKey: ["people", "person", person.id] });
    void navigate({ to: "/people" }).then(() => client.invalidateQueries({ queryKey: ["people"] }));
  };
  return (
    <Dialog onClose={leave} size="lg" closeOnClickOutside={false} title={t(erase.data ? "erase.doneTitle" : "erase.title")}>
      <Refusal error={error} />
      {!outlook && !erase.data && !error && <Skeleton h={200} />}
      {erase.data && <Erased erasure={erase.data} onClose={leave} />}
      {outlook && !erase.data && <Outlook outlook={outlook} erase={erase} onClose={leave} />}
    </Dialog>
  );
}

function Erased({ erasure, onClose }: { erasure: ErasureCard; onClose: () => void }) {
  const { t } = useTranslation("personal-data");
  return (
    <Stack role="status">
      <Text size="sm">{t("erase.done", { name: erasure.name })}</Text>
      <Button onClick={onClose} data-autofocus ml="auto">
        {t("erase.toRegister")}
      </Button>
    </Stack>
  );
}

interface OutlookProps {
  outlook: ErasureOutlook;
  erase: ReturnType<typeof useErase>;
  onClose: () => void;
}

function Outlook({ outlook, erase, onClose }: OutlookProps) {
  const { t } = useTranslation("personal-data");
  const form = useForm<{ reason: EraseIn["reason"]; confirmation: string }>({
    initialValues: { reason: "request", confirmation: "" },
    validate: { confirmation: (value) => (value.trim() ? null : t("erase.nameNeeded")) },
  });
  const submit = (body: EraseIn): void => erase.mutate(body, { onError: (error) => form.setErrors(fieldErrors(error, FIELDS)) });
  return (
    <form noValidate onSubmit={form.onSubmit(submit)}>
      <Stack>
        <Text size="sm">{t("erase.goes")}</Text>
        <div>
          <Text size="sm" fw={500} mb={4}>
            {t("erase.stays")}
          </Text>
          <List size="sm" spacing={4}>
            {outlook.kept.map((text) => (
              <List.Item key={text}>{text}</List.Item>
            ))}
          </List>
        </div>
        {outlook.blockers.length > 0 && (
          <Alert color="yellow" variant="light" title={t("erase.blocked")} role="alert">
            {outlook.blockers.map(({ code, text }) => (
              <Text key={code} size="sm">
                {text}
              </Text>
            ))}
          </Alert>
        )}
        <Refusal error={erase.error} fields={FIELDS} />
        {outlook.possible && (
          <>
            <Select
              label={t("erase.reason")}
              data={REASONS.map((value) => ({ value, label: t(`erase.reasons.${value}`) }))}
              allowDeselect={false}
              {...form.getInputProps("reason")}
            />
            <TextInput
              label={t("erase.confirmation", { name: outlook.confirmation })}
              autoComplete="off"
              withAsterisk
              {...form.getInputProps("confirmation")}
            />
          </>
        )}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {t("common:cancel")}
          </Button>
          {outlook.possible && (
            <Button type="submit" color="red" loading={erase.isPending}>
              {t("erase.do")}
            </Button>
          )}
        </Group>
      </Stack>
    </form>
  );
}
