import { Group, MultiSelect, NumberInput, Select, TagsInput, TextInput } from "@mantine/core";
import { DateInput } from "@mantine/dates";
import { useTranslation } from "react-i18next";

import type { FieldCard } from "@/api/schema";
import "@/ui/calendar";

import { type Line, type Value, takes } from "./condition";
import { useValueChoices } from "./useValueChoices";

interface Props {
  field: FieldCard;
  line: Line;
  onChange: (values: Value[]) => void;
}

/** What a field is compared with: a list to choose from, a number, a day or a text; one of them, two, or several. */
export function ValueField({ field, line, onChange }: Props) {
  const { t } = useTranslation("segments");
  const choices = useValueChoices(field, line.values.map(String));
  const label = t("value", { field: field.label });
  const many = takes(line.op) === "many";
  const texts = line.values.map(String);
  if (takes(line.op) === "none") return null;
  if (field.kind === "flag") {
    const [held] = line.values;
    return (
      <Select
        aria-label={label}
        data={["true", "false"].map((value) => ({ value, label: t(`flags.${value}`) }))}
        value={held === undefined || held === null ? null : String(held)}
        onChange={(value) => onChange(value === null ? [] : [value === "true"])}
        placeholder={t("choose")}
        allowDeselect={false}
        flex={1}
      />
    );
  }
  if (choices && many) {
    return <MultiSelect aria-label={label} data={choices} value={texts} onChange={onChange} searchable placeholder={t("choose")} flex={1} />;
  }
  if (choices) {
    return (
      <Select
        aria-label={label}
        data={choices}
        value={texts[0] ?? null}
        onChange={(value) => onChange(value === null ? [] : [value])}
        searchable
        placeholder={t("choose")}
        flex={1}
      />
    );
  }
  if (many) return <TagsInput aria-label={label} value={texts} onChange={onChange} placeholder={t("typeSeveral")} flex={1} />;
  const count = takes(line.op) === "two" ? 2 : 1;
  return (
    <Group gap="xs" wrap="nowrap" flex={1}>
      {Array.from({ length: count }, (_, place) => (
        <One
          key={place}
          field={field}
          label={count === 2 ? `${label}, ${t(place === 0 ? "low" : "high")}` : label}
          value={line.values[place] ?? null}
          onChange={(value) => onChange(Array.from({ length: count }, (__, at) => (at === place ? value : (line.values[at] ?? null))))}
        />
      ))}
    </Group>
  );
}

interface OneProps {
  field: FieldCard;
  label: string;
  value: Value;
  onChange: (value: Value) => void;
}

function One({ field, label, value, onChange }: OneProps) {
  if (field.kind === "number") {
    return (
      <NumberInput
        aria-label={label}
        value={typeof value === "number" ? value : ""}
        onChange={(typed) => onChange(typeof typed === "number" ? typed : null)}
        allowDecimal={false}
        {...(field.unit ? { suffix: ` ${field.unit}` } : {})}
        flex={1}
      />
    );
  }
  if (field.kind === "date") {
    return <DateInput aria-label={label} value={typeof value === "string" ? value : null} onChange={onChange} clearable flex={1} />;
  }
  return <TextInput aria-label={label} value={typeof value === "string" ? value : ""} onChange={({ currentTarget }) => onChange(currentTarget.value)} flex={1} />;
}
