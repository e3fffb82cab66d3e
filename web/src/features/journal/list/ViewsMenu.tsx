import { Button, Menu, Text } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { IconBookmark, IconCheck, IconUsers } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import type { View } from "@/api/schema";
import { useRefused } from "@/ui/useRefused";

import { type JournalSearch, filtersOf } from "../search";
import { RemoveViewDialog } from "./RemoveViewDialog";
import { ViewDialog } from "./ViewDialog";
import { useChosenView } from "./chosenView";
import { useMovingViews, useSaveView, viewsQuery } from "./viewQueries";
import { type Column, filtersText, isView, readColumns, searchOf } from "./views";

interface Props {
  search: JournalSearch;
  onShow: (search: JournalSearch, viewId: string) => void;
  /** Not where there is no table. */
  columns?: readonly Column[];
  onColumns?: (columns: Column[]) => void;
}

type Asking = "new" | "edit" | "remove";

/** Filters, order and columns under a name, for who asks for the same every day; and those that others share. */
export function ViewsMenu({ search, onShow, columns, onColumns }: Props) {
  const { t } = useTranslation("list");
  const { data } = useQuery(viewsQuery);
  useMovingViews();
  const [asking, setAsking] = useState<Asking | null>(null);
  const save = useSaveView();
  const refused = useRefused();
  const views = data?.items ?? [];
  const { current, changed } = useCurrent(views, search, columns);
  const now = { filters: filtersText(search), sort: search.sort ?? null };
  const show = (view: View): void => {
    onShow(searchOf(view), view.id);
    if (view.columns !== null) onColumns?.(readColumns(view.columns));
  };
  const overwrite = (view: View): void =>
    save.mutate(
      { view, body: { ...now, name: view.name, shared: view.shared, columns: columns ? [...columns] : view.columns } },
      { onSuccess: ({ name }) => notifications.show({ message: t("views.saved", { name }) }), onError: refused },
    );
  const close = (): void => setAsking(null);
  return (
    <>
      <Menu position="bottom-end">
        <Menu.Target>
          <Button variant="default" leftSection={<IconBookmark size={16} stroke={1.6} />} disabled={!data} maw={320}>
            {current ? t(changed ? "views.changed" : "views.shown", { name: current.name }) : t("views.name")}
          </Button>
        </Menu.Target>
        <Menu.Dropdown maw={360}>
          <Items label={t("views.own")} views={views.filter(({ mine }) => mine)} shown={changed ? undefined : current} onShow={show} />
          <Items label={t("views.others")} views={views.filter(({ mine }) => !mine)} shown={changed ? undefined : current} onShow={show} />
          {views.length === 0 && <Menu.Label maw={260} fw={400}>{t("views.none")}</Menu.Label>}
          <Menu.Divider />
          {current && changed && current.allowed_actions.includes("edit") && (
            <Menu.Item onClick={() => overwrite(current)}>{t("views.overwrite", { name: current.name })}</Menu.Item>
          )}
          {(!current || changed || !current.mine) && <Menu.Item onClick={() => setAsking("new")}>{t("views.save")}</Menu.Item>}
          {current?.allowed_actions.includes("edit") && (
            <Menu.Item onClick={() => setAsking("edit")}>{t("views.edit", { name: current.name })}</Menu.Item>
          )}
          {current?.allowed_actions.includes("remove") && (
            <Menu.Item color="red" onClick={() => setAsking("remove")}>
              {t("views.remove", { name: current.name })}
            </Menu.Item>
          )}
        </Menu.Dropdown>
      </Menu>
      {asking === "new" && (
        <ViewDialog
          view={null}
          kept={{ ...now, columns: columns ? [...columns] : null }}
          mayShare={data?.allowed_actions.includes("share") ?? false}
          onClose={close}
          onSaved={show}
        />
      )}
      {asking === "edit" && current && (
        <ViewDialog
          view={current}
          kept={{ filters: current.filters, sort: current.sort, columns: current.columns }}
          mayShare={data?.allowed_actions.includes("share") ?? false}
          onClose={close}
        />
      )}
      {asking === "remove" && current && <RemoveViewDialog view={current} onClose={close} />}
    </>
  );
}

/** The view that is shown; else the one that was opened and whose filters were changed since. */
function useCurrent(views: readonly View[], search: JournalSearch, columns?: readonly Column[]): { current?: View; changed: boolean } {
  const chosen = useChosenView();
  const same = views.filter((view) => isView(view, search, columns));
  const shown = same.find(({ id }) => id === chosen) ?? same[0];
  if (shown) return { current: shown, changed: false };
  const narrowed = search.q !== undefined || filtersOf(search).length > 0;
  const opened = narrowed ? views.find(({ id }) => id === chosen) : undefined;
  return opened ? { current: opened, changed: true } : { changed: false };
}

interface ItemsProps {
  label: string;
  views: readonly View[];
  shown: View | undefined;
  onShow: (view: View) => void;
}

function Items({ label, views, shown, onShow }: ItemsProps) {
  const { t } = useTranslation("list");
  if (views.length === 0) return null;
  return (
    <>
      <Menu.Label>{label}</Menu.Label>
      {views.map((view) => (
        <Menu.Item
          key={view.id}
          onClick={() => onShow(view)}
          leftSection={view.id === shown?.id ? <IconCheck size={14} /> : <span style={{ width: 14, display: "block" }} />}
          rightSection={view.mine && view.shared && <IconUsers size={14} role="img" aria-label={t("views.everybody")} />}
        >
          {view.name}
          {!view.mine && (
            <Text size="xs" c="dimmed">
              {view.owner.name ?? t("common:unknownPerson")}
            </Text>
          )}
        </Menu.Item>
      ))}
    </>
  );
}
