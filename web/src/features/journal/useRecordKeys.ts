import { useCanGoBack, useNavigate, useRouter } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import type { Card } from "@/api/schema";
import { type Shortcut, useShortcuts } from "@/ui/keys/useShortcuts";

import { placeIn, readTrail } from "./trail";
import type { Doing } from "./useDoing";
import { mainOf, verbsOf } from "./verbs";

interface Ways {
  record: Card;
  doing: Doing;
  onComment: () => void;
}

/** The keys of a card, and where it stands in the list that it was opened from. */
export function useRecordKeys({ record, doing, onComment }: Ways) {
  const { t } = useTranslation("journal");
  const navigate = useNavigate();
  const router = useRouter();
  const canGoBack = useCanGoBack();
  const [trail] = useState(readTrail);
  const place = placeIn(trail, record.id);
  const back = (): void => {
    if (canGoBack) router.history.back();
    else void navigate({ to: "/journal", search: trail?.search ?? {} });
  };
  // In place of this card, so that one step leads back to the list however many were looked through.
  const go = (id: string | null | undefined): void => {
    if (id) void navigate({ to: "/journal/$recordId", params: { recordId: id }, replace: true });
  };
  const main = mainOf(verbsOf(record.allowed_actions), record);
  const mayEdit = record.allowed_actions.includes("edit");
  const shortcuts: (Shortcut | false)[] = [
    main !== undefined && { keys: "a", does: t(`verbs.${main}.name`), act: () => doing.begin(main) },
    { keys: "c", does: t("keys.comment"), act: onComment },
    mayEdit && { keys: "e", does: t("edit.name"), act: () => doing.begin("edit") },
    place !== null && { keys: "j", does: t("keys.next"), act: () => go(place.next) },
    place !== null && { keys: "k", does: t("keys.previous"), act: () => go(place.previous) },
    { keys: ["u", "Escape"], does: t("keys.back"), act: back },
    { keys: "mod+Enter", does: t("keys.send") },
  ];
  useShortcuts(t("keys.card"), shortcuts.filter((one) => one !== false));
  return { place, go, listSearch: trail?.search ?? {} };
}
