import { Button, Chip, Group, MultiSelect } from "@mantine/core";
import { useTranslation } from "react-i18next";

import { SearchBox } from "@/ui/SearchBox";

import { type JournalSearch, SEVERITIES, STATES } from "./search";

interface Props {
  search: JournalSearch;
  onChange: (changes: Partial<JournalSearch>) => void;
}

export function Filters({ search, onChange }: Props) {
  const { t } = useTranslation("journal");
  const filtered = Object.keys(search).some((name) => name !== "sort");
  const clear = (): void => {
    onChange({ q: undefined, state: undefined, severity: undefined, overdue: undefined, mine: undefined, waiting: undefined, ...NO_IDS });
  };
  return (
    <Group gap="xs" align="center" role="search">
      <SearchBox value={search.q ?? ""} label={t("searchPlaceholder")} onSearch={(q) => onChange({ q: q || undefined })} />
      <MultiSelect
        aria-label={t("fields.state")}
        placeholder={search.state?.length ? "" : t("fields.state")}
        data={STATES.map((value) => ({ value, label: t(`states.${value}`) }))}
        value={search.state ?? []}
        onChange={(value) => onChange({ state: value.length ? (value) : undefined })}
        clearable
        w={{ base: "100%", sm: 240 }}
      />
      <MultiSelect
        aria-label={t("fields.severity")}
        placeholder={search.severity?.length ? "" : t("fields.severity")}
        data={SEVERITIES.map((value) => ({ value, label: t(`severities.${value}`) }))}
        value={search.severity ?? []}
        onChange={(value) => onChange({ severity: value.length ? (value) : undefined })}
        clearable
        w={{ base: "100%", sm: 220 }}
      />
      <Chip checked={search.overdue ?? false} onChange={(on) => onChange({ overdue: on || undefined })} color="red">
        {t("overdueOnly")}
      </Chip>
      <Chip checked={search.mine ?? false} onChange={(on) => onChange({ mine: on || undefined })}>
        {t("mineOnly")}
      </Chip>
      {filtered && (
        <Button variant="subtle" size="compact-sm" onClick={clear}>
          {t("clear")}
        </Button>
      )}
    </Group>
  );
}

const NO_IDS = {
  branch_id: undefined,
  site_id: undefined,
  category_id: undefined,
  responsible_id: undefined,
  author_id: undefined,
} satisfies Partial<JournalSearch>;
