import { useNavigate } from "@tanstack/react-router";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";

import { useHolds } from "@/features/session/queries";
import { type Shortcut, useShortcuts } from "@/ui/keys/useShortcuts";

const KeysSheet = lazy(() => import("@/ui/keys/KeysSheet").then((module) => ({ default: module.KeysSheet })));

/** Keys that work on every screen. */
export function GlobalKeys() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const [opened, setOpened] = useState(false);
  const files = useHolds("nonconformity:file");
  const filing: Shortcut[] = files ? [{ keys: "n", does: t("keys.newFinding"), act: () => void navigate({ to: "/journal/new" }) }] : [];
  useShortcuts(t("keys.everywhere"), [...filing, { keys: "shift+?", does: t("keys.title"), act: () => setOpened(true) }]);
  if (!opened) return null;
  return (
    <Suspense fallback={null}>
      <KeysSheet onClose={() => setOpened(false)} />
    </Suspense>
  );
}
