import { Box, Button, Chip, Group, MultiSelect } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconFilter } from "@tabler/icons-react";
import { type Ref, Suspense, lazy } from "react";
import { useTranslation } from "react-i18next";

import { SearchBox } from "@/ui/SearchBox";

import { ActiveFilters } from "./list/ActiveFilters";
import { type JournalSearch, SEVERITIES, STATES } from "./search";

const MoreFilters = lazy(() => import("./list/MoreFilters").then((module) => ({ default: module.MoreFilters })));

interface Props {
  search: JournalSearch;
  onChange: (changes: Partial<JournalSearch>) => void;
  /** For the key that leads to it. */
  field?: Ref<HTMLInputElement>;
}

/** What is asked for most, in one line; the rest behind a button, and all that is set under it. */
export function Filters({ search, onChange, field }: Props) {
  const { t } = useTranslation(["journal", "list"]);
  const [opened, { open, close }] = useDisclosure();
  return (
    <>
      <Group gap="xs" align="center" role="search">
        <SearchBox
          {...(field ? { ref: field } : {})}
          value={search.q ?? ""}
          label={t("searchPlaceholder")}
          onSearch={(q) => onChange({ q: q || undefined })}
        />
        <MultiSelect
          aria-label={t("fields.state")}
          placeholder={search.state?.length ? "" : t("fields.state")}
          data={STATES.map((value) => ({ value, label: t(`states.${value}`) }))}
          value={search.state ?? []}
          onChange={(value) => onChange({ state: value.length ? value : undefined })}
          clearable
          visibleFrom="sm"
          w={185}
        />
        <MultiSelect
          aria-label={t("fields.severity")}
          placeholder={search.severity?.length ? "" : t("fields.severity")}
          data={SEVERITIES.map((value) => ({ value, label: t(`severities.${value}`) }))}
          value={search.severity ?? []}
          onChange={(value) => onChange({ severity: value.length ? value : undefined })}
          clearable
          visibleFrom="sm"
          w={165}
        />
        <Chip checked={search.overdue ?? false} onChange={(on) => onChange({ overdue: on || undefined })} color="red" variant="light">
          {t("overdueOnly")}
        </Chip>
        <Box visibleFrom="sm">
          <Chip checked={search.mine ?? false} onChange={(on) => onChange({ mine: on || undefined })}>
            {t("mineOnly")}
          </Chip>
        </Box>
        <Button variant="default" leftSection={<IconFilter size={16} stroke={1.6} />} onClick={open}>
          {t("list:filters.more")}
        </Button>
      </Group>
      <ActiveFilters search={search} onChange={onChange} />
      {opened && (
        <Suspense fallback={null}>
          <MoreFilters search={search} onChange={onChange} onClose={close} />
        </Suspense>
      )}
    </>
  );
}
