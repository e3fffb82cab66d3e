import { ActionIcon, Button, Card, Group, SegmentedControl, Select, Stack } from "@mantine/core";
import { IconPlus, IconTrash } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";

import type { Fields } from "@/api/schema";

import { ValueField } from "./ValueField";
import { JOINS, type Line, type Lines } from "./condition";

const NEW: Line = { field: "", op: "", values: [] };

interface Props {
  fields: Fields;
  value: Lines;
  onChange: (value: Lines) => void;
}

/** Comparisons one under the other: a field, how it is compared, with what; all of them hold, any, or none. */
export function ConditionForm({ fields, value, onChange }: Props) {
  const { t } = useTranslation("segments");
  const change = (place: number, line: Line): void =>
    onChange({ ...value, lines: value.lines.map((one, at) => (at === place ? line : one)) });
  return (
    <Stack gap="xs">
      <SegmentedControl
        aria-label={t("join")}
        data={JOINS.map((join) => ({ value: join, label: t(`joins.${join}`) }))}
        value={value.join}
        onChange={(join) => onChange({ ...value, join })}
        w="fit-content"
      />
      {value.lines.map((line, place) => (
        <OneLine
          // Lines have no name of their own; they are only added at the end.
          key={place}
          fields={fields}
          line={line}
          onChange={(changed) => change(place, changed)}
          {...(value.lines.length > 1
            ? { onRemove: () => onChange({ ...value, lines: value.lines.filter((_, at) => at !== place) }) }
            : {})}
        />
      ))}
      <Button
        variant="subtle"
        size="sm"
        w="fit-content"
        leftSection={<IconPlus size={16} />}
        onClick={() => onChange({ ...value, lines: [...value.lines, NEW] })}
      >
        {t("addLine")}
      </Button>
    </Stack>
  );
}

interface LineProps {
  fields: Fields;
  line: Line;
  onChange: (line: Line) => void;
  onRemove?: () => void;
}

function OneLine({ fields, line, onChange, onRemove }: LineProps) {
  const { t } = useTranslation("segments");
  const field = fields.items.find((one) => one.field === line.field);
  const chooseField = (name: string | null): void => {
    const chosen = fields.items.find((one) => one.field === name);
    if (chosen) onChange({ field: chosen.field, op: chosen.operators[0] ?? "", values: chosen.kind === "flag" ? [true] : [] });
  };
  return (
    <Card withBorder padding="xs">
      <Group gap="xs" align="flex-start">
        <Select
          aria-label={t("field")}
          placeholder={t("field")}
          data={fields.items.map((one) => ({ value: one.field, label: capitalised(one.label) }))}
          value={line.field || null}
          onChange={chooseField}
          searchable
          allowDeselect={false}
          w={{ base: "100%", sm: 210 }}
        />
        {field && field.operators.length > 1 && (
          <Select
            aria-label={t("operator")}
            data={field.operators.map((op) => ({ value: op, label: fields.operators[op] ?? op }))}
            value={line.op}
            onChange={(op) => op && onChange({ ...line, op, values: [] })}
            allowDeselect={false}
            w={{ base: "100%", sm: 150 }}
          />
        )}
        {field && <ValueField field={field} line={line} onChange={(values) => onChange({ ...line, values })} />}
        {onRemove && (
          <ActionIcon variant="subtle" color="red" size="lg" ml="auto" aria-label={t("removeLine", { field: field?.label ?? "" })} onClick={onRemove}>
            <IconTrash size={18} />
          </ActionIcon>
        )}
      </Group>
    </Card>
  );
}

const capitalised = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
