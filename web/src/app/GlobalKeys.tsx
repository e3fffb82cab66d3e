import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";

import { useShortcuts } from "@/ui/keys/useShortcuts";

const KeysSheet = lazy(() => import("@/ui/keys/KeysSheet").then((module) => ({ default: module.KeysSheet })));

/** Keys that work on every screen. */
export function GlobalKeys() {
  const { t } = useTranslation();
  const [opened, setOpened] = useState(false);
  useShortcuts(t("keys.everywhere"), [{ keys: "shift+?", does: t("keys.title"), act: () => setOpened(true) }]);
  if (!opened) return null;
  return (
    <Suspense fallback={null}>
      <KeysSheet onClose={() => setOpened(false)} />
    </Suspense>
  );
}
