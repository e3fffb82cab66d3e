import { NavLink } from "@mantine/core";
import { IconHelpCircle, IconSparkles } from "@tabler/icons-react";
import { useRouterState } from "@tanstack/react-router";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";

import classes from "./Shell.module.css";

const HelpPanel = lazy(() => import("@/features/help/HelpPanel").then((module) => ({ default: module.HelpPanel })));
const ChangesDialog = lazy(() => import("@/features/changelog/ChangesDialog").then((module) => ({ default: module.ChangesDialog })));

/** Under the sections: the guide to the one that is open, and what upgrades brought. */
export function ShellFoot({ onChosen }: { onChosen: () => void }) {
  const { t } = useTranslation();
  const path = useRouterState({ select: (state) => state.location.pathname });
  const [opened, setOpened] = useState<"help" | "changes" | null>(null);
  const open = (what: "help" | "changes"): void => {
    setOpened(what);
    onChosen();
  };
  const close = (): void => setOpened(null);
  return (
    <>
      <NavLink
        component="button"
        label={t("help")}
        leftSection={<IconHelpCircle size={20} stroke={1.6} />}
        className={classes["link"] ?? ""}
        aria-haspopup="dialog"
        onClick={() => open("help")}
      />
      <NavLink
        component="button"
        label={t("changes.title")}
        leftSection={<IconSparkles size={20} stroke={1.6} />}
        className={classes["link"] ?? ""}
        aria-haspopup="dialog"
        onClick={() => open("changes")}
      />
      <Suspense fallback={null}>
        {opened === "help" && <HelpPanel path={path} onClose={close} />}
        {opened === "changes" && <ChangesDialog onClose={close} />}
      </Suspense>
    </>
  );
}
