import { ActionIcon, Checkbox, Popover, Stack } from "@mantine/core";
import { IconColumns3 } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";

import { COLUMNS, type Column, readColumns } from "./views";

interface Props {
  columns: readonly Column[];
  onChange: (columns: Column[]) => void;
}

/** Which columns the table shows; number and text always stand there. */
export function ColumnsMenu({ columns, onChange }: Props) {
  const { t } = useTranslation("list");
  return (
    <Popover position="bottom-end" trapFocus returnFocus>
      <Popover.Target>
        <ActionIcon variant="default" size="input-sm" aria-label={t("columns.name")} title={t("columns.name")}>
          <IconColumns3 size={18} stroke={1.6} />
        </ActionIcon>
      </Popover.Target>
      <Popover.Dropdown>
        <Checkbox.Group
          label={t("columns.name")}
          value={[...columns]}
          onChange={(chosen) => onChange(readColumns(chosen))}
        >
          <Stack gap="xs" mt="xs">
            {COLUMNS.map((column) => (
              <Checkbox key={column} value={column} label={t(`columns.${column}`)} />
            ))}
          </Stack>
        </Checkbox.Group>
      </Popover.Dropdown>
    </Popover>
  );
}
