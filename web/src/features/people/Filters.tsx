import { Button, Chip, Group, Select } from "@mantine/core";
import { useTranslation } from "react-i18next";

import { useBranchChoices, useUnitChoices } from "@/features/structure/choices";
import { SearchBox } from "@/ui/SearchBox";

import type { PeopleSearch } from "./search";

interface Props {
  search: PeopleSearch;
  onChange: (changes: Partial<PeopleSearch>) => void;
}

export function Filters({ search, onChange }: Props) {
  const { t } = useTranslation("people");
  const branches = useBranchChoices(search.branch_id);
  const units = useUnitChoices(search.branch_id ?? null, search.unit_id);
  const filtered = Object.keys(search).some((name) => name !== "sort");
  const clear = (): void => onChange(NOTHING);
  // A segment says itself whom it takes: only words narrow it down.
  return (
    <Group gap="xs" align="center" role="search">
      <SearchBox value={search.q ?? ""} label={t("searchPlaceholder")} onSearch={(q) => onChange({ q: q || undefined })} />
      {!search.segment_id && (
        <>
          <Select
            aria-label={t("fields.branch")}
            placeholder={t("fields.branch")}
            data={branches}
            value={search.branch_id ?? null}
            onChange={(value) => onChange({ branch_id: value ?? undefined, unit_id: undefined })}
            searchable
            clearable
            w={{ base: "100%", sm: 220 }}
          />
          {search.branch_id && (
            <Select
              aria-label={t("fields.unit")}
              placeholder={t("fields.unit")}
              data={units}
              value={search.unit_id ?? null}
              onChange={(value) => onChange({ unit_id: value ?? undefined })}
              searchable
              clearable
              w={{ base: "100%", sm: 220 }}
            />
          )}
          <Select
            aria-label={t("fields.membership")}
            placeholder={t("fields.membership")}
            data={["true", "false"].map((value) => ({ value, label: t(`membership.${value}`) }))}
            value={search.is_member === undefined ? null : String(search.is_member)}
            onChange={(value) => onChange({ is_member: value === null ? undefined : value === "true" })}
            clearable
            w={{ base: "100%", sm: 190 }}
          />
          <Chip checked={search.on_assignment ?? false} onChange={(on) => onChange({ on_assignment: on || undefined })}>
            {t("onAssignment")}
          </Chip>
        </>
      )}
      {filtered && (
        <Button variant="subtle" size="compact-sm" onClick={clear}>
          {t("clear")}
        </Button>
      )}
    </Group>
  );
}

export const NOTHING = {
  q: undefined,
  branch_id: undefined,
  unit_id: undefined,
  assignment_site_id: undefined,
  is_member: undefined,
  on_assignment: undefined,
  segment_id: undefined,
} satisfies Partial<PeopleSearch>;
