import { Group, Stack, Title } from "@mantine/core";
import { useDocumentTitle } from "@mantine/hooks";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";

import { Filters } from "@/features/journal/Filters";
import { ViewSwitch } from "@/features/journal/list/ViewSwitch";
import { ViewsMenu } from "@/features/journal/list/ViewsMenu";

import { Board } from "./Board";

/** The journal by state: what waits where, and one move to the next. */
export function BoardPage() {
  const { t } = useTranslation(["board", "journal"]);
  const search = useSearch({ from: "/staff/journal/board" });
  const navigate = useNavigate({ from: "/journal/board" });
  useDocumentTitle(`${t("title")} · ${t("common:product")}`);
  return (
    <Stack gap="md">
      <Group justify="space-between" gap="sm">
        <Title order={1} size="h2">
          {t("title")}
        </Title>
        <Group gap="xs">
          <ViewSwitch shown="board" search={search} />
          <ViewsMenu
            search={search}
            onShow={(shown, view) => void navigate({ search: shown, state: (before) => ({ ...before, view }) })}
          />
        </Group>
      </Group>
      <Filters
        search={search}
        onChange={(changes) => void navigate({ search: (before) => ({ ...before, ...changes }), replace: true, state: true })}
      />
      <Board search={search} />
    </Stack>
  );
}
