import { Group, SegmentedControl, Select } from "@mantine/core";
import { DatePickerInput } from "@mantine/dates";
import { IconCalendar } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { useMe } from "@/features/session/queries";
import "@/ui/calendar";

import classes from "./FiguresFilters.module.css";
import { presets } from "./presets";
import type { FiguresSearch } from "./search";

const PERIOD = "figures-period";

interface Props {
  search: FiguresSearch;
  onChange: (changes: Partial<FiguresSearch>) => void;
}

export function FiguresFilters({ search, onChange }: Props) {
  const { t } = useTranslation("figures");
  const { branches } = useMe();
  // Between the two clicks there is a beginning and no end yet: that is nobody's period.
  const [begun, setBegun] = useState<[string | null, string | null] | null>(null);
  const choose = ([from, to]: [string | null, string | null]): void => {
    const half = (from === null) !== (to === null);
    setBegun(half ? [from, to] : null);
    if (!half) onChange({ from: from ?? undefined, to: to ?? undefined, step: undefined });
  };
  return (
    <Group gap="xs" align="center">
      <DatePickerInput
        type="range"
        // The calendar is named by the field that it hangs from.
        id={PERIOD}
        popoverProps={{ id: PERIOD }}
        placeholder={t("wholePeriod")}
        leftSection={<IconCalendar size={16} stroke={1.6} />}
        valueFormat="DD.MM.YYYY"
        clearable
        allowSingleDateInRange
        value={begun ?? [search.from ?? null, search.to ?? null]}
        onChange={choose}
        presets={presets().map(({ name, from, to, year }) => ({ value: [from, to] as [string, string], label: t(`presets.${name}`, { year }) }))}
        classNames={{ datePickerRoot: classes["period"] ?? "", presetsList: classes["presets"] ?? "" }}
        w={{ base: "100%", xs: 290 }}
      />
      {branches.length > 1 && (
        <Select
          aria-label={t("dimensions.branch")}
          placeholder={t("allBranches")}
          data={branches.map(({ id, name }) => ({ value: id, label: name }))}
          value={search.branch_id ?? null}
          onChange={(branch) => onChange({ branch_id: branch ?? undefined })}
          clearable
          searchable
          w={{ base: "100%", xs: 240 }}
        />
      )}
      <SegmentedControl
        aria-label={t("time.label")}
        value={search.time ?? "clock"}
        onChange={(time) => onChange({ time: time === "working" ? "working" : undefined })}
        data={["clock", "working"].map((value) => ({ value, label: t(`time.${value}`) }))}
      />
    </Group>
  );
}
