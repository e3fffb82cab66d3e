import type { Announcements, DragEndEvent, ScreenReaderInstructions } from "@dnd-kit/core";
import { useTranslation } from "react-i18next";

import type { RecordItem } from "@/features/journal/types";

type Event = Pick<DragEndEvent, "active" | "over">;

/** What a screen reader says of a card on its way. */
export function useAnnouncements(): { announcements: Announcements; screenReaderInstructions: ScreenReaderInstructions } {
  const { t } = useTranslation(["board", "journal"]);
  const number = ({ active }: Pick<Event, "active">): string => (active.data.current?.["item"] as RecordItem | undefined)?.number ?? "";
  const column = ({ over }: Event): string => (over ? t(`journal:states.${String(over.id)}`) : "");
  return {
    announcements: {
      onDragStart: (event) => t("said.lifted", { number: number(event) }),
      onDragOver: (event) =>
        event.over ? t("said.over", { number: number(event), column: column(event) }) : t("said.outside", { number: number(event) }),
      onDragEnd: (event) =>
        event.over ? t("said.dropped", { number: number(event), column: column(event) }) : t("said.back", { number: number(event) }),
      onDragCancel: (event) => t("said.back", { number: number(event) }),
    },
    screenReaderInstructions: { draggable: t("said.how") },
  };
}
