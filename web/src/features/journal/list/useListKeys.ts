import { type RefObject, useRef } from "react";
import { useTranslation } from "react-i18next";

import { useShortcuts } from "@/ui/keys/useShortcuts";

interface Options {
  search: RefObject<HTMLInputElement | null>;
  /** Not where nothing can be chosen. */
  onToggle?: (id: string) => void;
}

/**
 * The keys of a list: they move the focus between the links of its records, so that Enter opens one by itself, and
 * who listens to a screen hears where they are. The list carries the ref, its links `data-record`.
 */
export function useListKeys({ search, onToggle }: Options): RefObject<HTMLDivElement | null> {
  const { t } = useTranslation("list");
  const list = useRef<HTMLDivElement>(null);
  const step = (by: 1 | -1): void => {
    const links = [...(list.current?.querySelectorAll<HTMLElement>("[data-record]") ?? [])];
    const row = document.activeElement?.closest("tr, li");
    const now = links.findIndex((link) => row?.contains(link) ?? false);
    const next = links[now === -1 ? (by === 1 ? 0 : links.length - 1) : now + by];
    next?.focus();
    next?.scrollIntoView({ block: "nearest" });
  };
  const toggle = (): void => {
    const id = document.activeElement?.closest("tr, li")?.querySelector<HTMLElement>("[data-record]")?.dataset["record"];
    if (id) onToggle?.(id);
  };
  useShortcuts(t("journalKeys"), [
    { keys: "j", does: t("keys.next"), act: () => step(1) },
    { keys: "k", does: t("keys.previous"), act: () => step(-1) },
    { keys: "Enter", does: t("keys.open") },
    ...(onToggle ? [{ keys: "x", does: t("keys.toggle"), act: toggle }] : []),
    { keys: "slash", does: t("keys.search"), act: () => search.current?.focus() },
  ]);
  return list;
}
