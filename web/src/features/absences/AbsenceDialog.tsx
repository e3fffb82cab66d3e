import { Select, SimpleGrid } from "@mantine/core";
import { DateInput } from "@mantine/dates";
import { useForm } from "@mantine/form";
import { notifications } from "@mantine/notifications";
import { useTranslation } from "react-i18next";

import type { AbsenceCard, AbsenceIn } from "@/api/schema";
import { PersonPicker } from "@/features/people/PersonPicker";
import { FormDialog } from "@/ui/FormDialog";
import { fieldErrors } from "@/ui/Refusal";
import "@/ui/calendar";

import { useEditAbsence, usePlanAbsence } from "./queries";

const KINDS = ["vacation", "sick_leave", "business_trip", "day_off", "other"] as const satisfies readonly AbsenceIn["kind"][];
const FIELDS = ["kind", "first_day", "last_day", "substitute_id"];

interface Fields {
  kind: AbsenceIn["kind"];
  first_day: string | null;
  last_day: string | null;
  substitute_id: string | null;
}

interface Props {
  personId: string;
  /** Null: a new one. */
  absence: AbsenceCard | null;
  onClose: () => void;
}

export function AbsenceDialog({ personId, absence, onClose }: Props) {
  const { t } = useTranslation("absences");
  const plan = usePlanAbsence();
  const edit = useEditAbsence();
  const { error, isPending } = absence ? edit : plan;
  const form = useForm<Fields>({
    initialValues: {
      kind: absence?.kind ?? "vacation",
      first_day: absence?.first_day ?? null,
      last_day: absence?.last_day ?? null,
      substitute_id: absence?.substitute?.id ?? null,
    },
    validate: {
      first_day: (value) => (value ? null : t("dayNeeded")),
      last_day: (value) => (value ? null : t("dayNeeded")),
    },
  });
  const submit = ({ first_day, last_day, ...rest }: Fields): void => {
    if (!first_day || !last_day) return;
    const body = { ...rest, first_day, last_day };
    const answers = {
      onSuccess: () => {
        notifications.show({ message: t(absence ? "edited" : "planned") });
        onClose();
      },
      onError: (refused: Error) => form.setErrors(fieldErrors(refused, FIELDS)),
    };
    if (absence) edit.mutate({ absence, body }, answers);
    else plan.mutate({ ...body, person_id: personId }, answers);
  };
  return (
    <FormDialog
      title={t(absence ? "editTitle" : "plan")}
      onClose={onClose}
      onSubmit={form.onSubmit(submit)}
      error={error}
      fields={FIELDS}
      isPending={isPending}
    >
      <Select
        label={t("fields.kind")}
        data={KINDS.map((value) => ({ value, label: t(`kinds.${value}`) }))}
        allowDeselect={false}
        {...form.getInputProps("kind")}
      />
      <SimpleGrid cols={2}>
        <DateInput label={t("fields.first_day")} withAsterisk {...form.getInputProps("first_day")} />
        <DateInput
          label={t("fields.last_day")}
          withAsterisk
          {...(form.values.first_day ? { minDate: form.values.first_day } : {})}
          {...form.getInputProps("last_day")}
        />
      </SimpleGrid>
      <PersonPicker
        label={t("substitute")}
        known={absence?.substitute ? [absence.substitute] : []}
        {...form.getInputProps("substitute_id")}
      />
    </FormDialog>
  );
}
