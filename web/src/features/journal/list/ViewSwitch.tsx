import { Button } from "@mantine/core";
import { IconLayoutKanban, IconListDetails } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";

import type { JournalSearch } from "../search";
import classes from "./ViewSwitch.module.css";

const VIEWS = [
  { view: "list", to: "/journal", icon: IconListDetails },
  { view: "board", to: "/journal/board", icon: IconLayoutKanban },
] as const;

/** The same records as a list or by state, with the same filters. */
export function ViewSwitch({ shown, search }: { shown: "list" | "board"; search: JournalSearch }) {
  const { t } = useTranslation("list");
  return (
    <nav aria-label={t("show.label")}>
      <Button.Group>
        {VIEWS.map(({ view, to, icon: Icon }) => (
        <Button
          key={view}
          variant={view === shown ? "light" : "default"}
          leftSection={<Icon size={16} stroke={1.6} />}
          classNames={{ section: classes["icon"] ?? "" }}
          renderRoot={(props) => <Link {...props} to={to} search={search} state={true} {...(view === shown ? { "aria-current": "page" } : {})} />}
        >
          {t(`show.${view}`)}
        </Button>
      ))}
      </Button.Group>
    </nav>
  );
}
