import { type ComboboxItem, type ComboboxParsedItem, MultiSelect, Select, Text } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";

import { fullName } from "./names";
import { peopleQuery } from "./queries";

const TYPING_MS = 200;

interface Known {
  id: string;
  name: string | null;
}

interface CommonProps {
  label: string;
  withAsterisk?: boolean;
  /** Those who are chosen already: their names are shown before anything is looked up. */
  known: readonly Known[];
  error?: ReactNode;
}

interface OneProps extends CommonProps {
  value?: string | null;
  onChange?: (value: string | null) => void;
}

interface ManyProps extends CommonProps {
  value?: string[];
  onChange?: (value: string[]) => void;
}

export function PersonPicker({ known, ...props }: OneProps) {
  const { t } = useTranslation();
  const choice = useChoice(known);
  return (
    <Select
      {...props}
      {...choice}
      searchable
      clearable
      placeholder={t("typeName")}
      nothingFoundMessage={t("nothingFound")}
    />
  );
}

export function PeoplePicker({ known, ...props }: ManyProps) {
  const { t } = useTranslation();
  const choice = useChoice(known);
  return (
    <MultiSelect
      {...props}
      {...choice}
      searchable
      hidePickedOptions
      placeholder={props.value?.length ? "" : t("typeName")}
      nothingFoundMessage={t("nothingFound")}
    />
  );
}

function useChoice(known: readonly Known[]) {
  const { t } = useTranslation();
  const [words, setWords] = useState("");
  const [seen, setSeen] = useState(() => new Map(known.map(({ id, name }) => [id, name ?? t("unknownPerson")])));
  const [typed] = useDebouncedValue(words.trim(), TYPING_MS);
  const { data } = useQuery(peopleQuery(typed));
  const named = known.filter(({ id }) => !seen.has(id));
  if (named.length > 0) setSeen(new Map([...seen, ...named.map(({ id, name }) => [id, name ?? t("unknownPerson")] as const)]));
  const found = data?.items.map((person) => ({ value: person.id, label: fullName(person) })) ?? [];
  const about = new Map(data?.items.map(({ id, position, city }) => [id, [position, city].filter(Boolean).join(", ")]));
  const missing = found.filter(({ value }) => !seen.has(value));
  // What was found once keeps its name when the next words find others.
  if (missing.length > 0) setSeen(new Map([...seen, ...missing.map(({ value, label }) => [value, label] as const)]));
  const others = [...seen].filter(([id]) => !found.some(({ value }) => value === id));
  return {
    data: [...found, ...others.map(([value, label]) => ({ value, label }))],
    // Those known from before are there for their names' sake; offered is what was found.
    filter: ({ options }: { options: ComboboxParsedItem[] }) => options.filter((one) => "value" in one && about.has(one.value)),
    renderOption: ({ option: { value, label } }: { option: ComboboxItem }) => (
      <div>
        <Text size="sm">{label}</Text>
        {about.get(value) && (
          <Text size="xs" c="dimmed">
            {about.get(value)}
          </Text>
        )}
      </div>
    ),
    searchValue: words,
    onSearchChange: setWords,
    limit: 12 + known.length,
  };
}
