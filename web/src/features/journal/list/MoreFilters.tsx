import { Button, Checkbox, Drawer, Group, MultiSelect, Select, Stack } from "@mantine/core";
import { DateInput } from "@mantine/dates";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";

import { categoriesQuery } from "@/features/finding/queries";
import { PersonPicker } from "@/features/people/PersonPicker";
import { useBranchChoices, useSiteChoices } from "@/features/structure/choices";
import "@/ui/calendar";
import { useReturnFocus } from "@/ui/useReturnFocus";

import { type JournalSearch, SEVERITIES, SOURCES, STATES, cleared } from "../search";

interface Props {
  search: JournalSearch;
  onChange: (changes: Partial<JournalSearch>) => void;
  onClose: () => void;
}

/** Everything the journal can be narrowed by; the list behind follows at once. */
export function MoreFilters({ search, onChange, onClose }: Props) {
  const { t } = useTranslation(["list", "journal"]);
  useReturnFocus();
  const branches = useBranchChoices(search.branch_id);
  const sites = useSiteChoices(search.site_id);
  const { data: categories } = useQuery(categoriesQuery);
  const choice = (name: "branch_id" | "site_id" | "category_id", data: { value: string; label: string }[]) => (
    <Select
      label={t(`filters.${name}`)}
      data={data}
      value={search[name] ?? null}
      onChange={(value) => onChange({ [name]: value ?? undefined })}
      searchable
      clearable
      nothingFoundMessage={t("common:nothingFound")}
    />
  );
  const day = (name: "found_from" | "found_to" | "due_before") => (
    <DateInput
      label={t(`filters.${name}`)}
      valueFormat="DD.MM.YYYY"
      value={search[name] ?? null}
      onChange={(value) => onChange({ [name]: value ?? undefined })}
      clearable
      flex={1}
    />
  );
  const flag = (name: "overdue" | "mine" | "repeat") => (
    <Checkbox
      label={t(`filters.${name}`)}
      checked={search[name] ?? false}
      onChange={({ currentTarget }) => onChange({ [name]: currentTarget.checked || undefined })}
    />
  );
  const person = (name: "responsible_id" | "author_id") => (
    <PersonPicker
      label={t(`filters.${name}`)}
      known={[]}
      value={search[name] ?? null}
      onChange={(value) => onChange({ [name]: value ?? undefined })}
    />
  );
  return (
    <Drawer
      opened
      onClose={onClose}
      position="right"
      size="sm"
      title={t("filters.more")}
      overlayProps={{ backgroundOpacity: 0.2 }}
    >
      <Stack>
        <MultiSelect
          label={t("filters.state")}
          data={STATES.map((value) => ({ value, label: t(`journal:states.${value}`) }))}
          value={search.state ?? []}
          onChange={(value) => onChange({ state: value.length ? value : undefined })}
          clearable
        />
        <MultiSelect
          label={t("filters.severity")}
          data={SEVERITIES.map((value) => ({ value, label: t(`journal:severities.${value}`) }))}
          value={search.severity ?? []}
          onChange={(value) => onChange({ severity: value.length ? value : undefined })}
          clearable
        />
        {choice("branch_id", branches)}
        {choice("site_id", sites)}
        {choice("category_id", categories?.items.map(({ id, name }) => ({ value: id, label: name })) ?? [])}
        {person("responsible_id")}
        {person("author_id")}
        <Group wrap="nowrap" align="flex-end">
          {day("found_from")}
          {day("found_to")}
        </Group>
        {day("due_before")}
        <Select
          label={t("filters.source")}
          data={SOURCES.map((value) => ({ value, label: t(`sources.${value}`) }))}
          value={search.source ?? null}
          onChange={(value) => onChange({ source: SOURCES.find((known) => known === value) })}
          clearable
        />
        {flag("overdue")}
        {flag("mine")}
        {flag("repeat")}
        <Group justify="space-between">
          <Button variant="subtle" onClick={() => onChange(cleared(search))}>
            {t("filters.clear")}
          </Button>
          <Button onClick={onClose}>{t("filters.show")}</Button>
        </Group>
      </Stack>
    </Drawer>
  );
}
