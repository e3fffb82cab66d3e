import { ActionIcon, Indicator, Popover } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { useRouterState } from "@tanstack/react-router";
import { IconBell } from "@tabler/icons-react";
import { lazy, Suspense, useEffect } from "react";
import { useTranslation } from "react-i18next";

import { newsQuery, useReadNews } from "./queries";

const NewsList = lazy(() => import("./NewsList").then((module) => ({ default: module.NewsList })));

/** The server counts to a hundred. */
const MOST = 100;

/** What others did that concerns me: how much of it is unread, and the list of it. */
export function Bell() {
  const { t } = useTranslation();
  const [opened, { toggle, close }] = useDisclosure();
  const { data: news, error } = useQuery(newsQuery);
  const path = useRouterState({ select: (state) => state.location.pathname });
  const { mutate: read } = useReadNews();
  // Whoever looks at a record has read what is new about it.
  const openRecord = /^\/journal\/([0-9a-f-]{36})$/.exec(path)?.[1];
  const isNews = news?.items.some(({ unread, nonconformity }) => unread && nonconformity.id === openRecord) ?? false;
  const asOf = news?.as_of;
  useEffect(() => {
    if (openRecord && isNews && asOf) read({ until: asOf, nonconformity_id: openRecord });
  }, [openRecord, isNews, asOf, read]);
  useEffect(close, [path, close]);
  const unread = news?.unread ?? 0;
  const name = error && !news ? t("bell.away") : t("bell.name", { count: unread });
  return (
    <Popover opened={opened} onChange={(wanted) => !wanted && close()} position="bottom-end" shadow="lg" trapFocus returnFocus withinPortal>
      <Indicator
        disabled={unread === 0}
        label={unread >= MOST ? `${MOST - 1}+` : unread}
        size={18}
        offset={6}
        color="red"
        styles={{ indicator: { pointerEvents: "none", fontWeight: 600 } }}
      >
        <Popover.Target>
          <ActionIcon variant="subtle" color="gray" size="lg" aria-label={name} onClick={toggle} disabled={!!error && !news}>
            <IconBell size={22} stroke={1.6} />
          </ActionIcon>
        </Popover.Target>
      </Indicator>
      <Popover.Dropdown p={0} w={420} maw="calc(100vw - 16px)" aria-label={t("bell.title")}>
        <Suspense fallback={null}>{news && <NewsList news={news} onRead={() => read({ until: news.as_of })} onClose={close} />}</Suspense>
      </Popover.Dropdown>
    </Popover>
  );
}
