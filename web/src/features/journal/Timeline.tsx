import { Button, Skeleton, Text, Timeline as Line } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { IconArrowsJoin, IconArrowsSplit, IconCheck, IconEye, IconFlag, IconMessage, IconPaperclip, IconPencil, IconShieldCheck } from "@tabler/icons-react";
import { type ComponentType, useState } from "react";
import { useTranslation } from "react-i18next";

import type { HistoryEntry } from "@/api/schema";
import { Section } from "@/ui/Section";
import { formatMoment } from "@/ui/dates";

import { historyQuery } from "./queries";

/** As many entries are shown at first: the latest are what one looks for. */
const FIRST = 8;

type Icon = ComponentType<{ size?: number }>;
const OF_NOUN: Record<string, Icon> = { comment: IconMessage, observer: IconEye, measure: IconShieldCheck, duplicate: IconArrowsSplit };
const OF_ACT: Record<string, Icon> = {
  verify: IconCheck,
  register: IconFlag,
  import: IconFlag,
  merge: IconArrowsJoin,
  unmerge: IconArrowsSplit,
  attach: IconPaperclip,
  "remove-file": IconPaperclip,
};

function iconOf({ noun, act }: Pick<HistoryEntry, "noun" | "act">): Icon {
  return OF_NOUN[noun] ?? OF_ACT[act] ?? IconPencil;
}

/** What happened to a record, newest first, in the sentences of the service: they name who did it. */
export function Timeline({ recordId }: { recordId: string }) {
  const { t } = useTranslation("journal");
  const { data: history } = useQuery(historyQuery(recordId));
  const [whole, setWhole] = useState(false);
  const entries = history?.items.toReversed() ?? [];
  const shown = whole ? entries : entries.slice(0, FIRST);
  return (
    <Section title={t("history")}>
      {!history && <Skeleton h={120} />}
      <Line bulletSize={24} lineWidth={2}>
        {shown.map((entry) => {
          const Bullet = iconOf(entry);
          return (
            <Line.Item key={`${entry.at} ${entry.text}`} bullet={<Bullet size={14} />}>
              <Text size="sm" className="prose">
                {entry.text}
              </Text>
              <Text size="xs" c="dimmed">
                {formatMoment(entry.at)}
              </Text>
            </Line.Item>
          );
        })}
      </Line>
      {entries.length > shown.length && (
        <Button variant="subtle" size="xs" mt="sm" className="touch" onClick={() => setWhole(true)}>
          {t("wholeHistory", { count: entries.length })}
        </Button>
      )}
    </Section>
  );
}
