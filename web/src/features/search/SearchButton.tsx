import { ActionIcon, Kbd, Text, UnstyledButton } from "@mantine/core";
import { useHotkeys, useOs } from "@mantine/hooks";
import { IconSearch } from "@tabler/icons-react";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";

import { useShortcuts } from "@/ui/keys/useShortcuts";

import classes from "./SearchButton.module.css";

const SearchDialog = lazy(() => import("./SearchDialog").then((module) => ({ default: module.SearchDialog })));

/** The way into the search: a field to be seen, a lens on a phone, and Ctrl-K from anywhere, a field too. */
export function SearchButton() {
  const { t } = useTranslation();
  const mac = useOs() === "macos";
  const [opened, setOpened] = useState(false);
  const [wanted, setWanted] = useState(false);
  const open = (): void => {
    setWanted(true);
    setOpened(true);
  };
  useHotkeys([["mod+K", open, { usePhysicalKeys: true }]], []);
  useShortcuts(t("search"), [{ keys: "mod+K", does: t("searchEverywhere") }]);
  return (
    <>
      <UnstyledButton className={classes["field"] ?? ""} visibleFrom="sm" onClick={open} aria-haspopup="dialog">
        <IconSearch size={16} stroke={1.8} aria-hidden />
        <Text span size="sm" flex={1} ta="start" truncate>
          {t("searchEverywhere")}
        </Text>
        <Kbd size="xs" aria-hidden>
          {mac ? "⌘ K" : "Ctrl K"}
        </Kbd>
      </UnstyledButton>
      <ActionIcon variant="subtle" color="gray" size="lg" hiddenFrom="sm" onClick={open} aria-label={t("searchEverywhere")} aria-haspopup="dialog">
        <IconSearch size={22} stroke={1.6} />
      </ActionIcon>
      {wanted && (
        <Suspense fallback={null}>
          <SearchDialog opened={opened} onClose={() => setOpened(false)} />
        </Suspense>
      )}
    </>
  );
}
