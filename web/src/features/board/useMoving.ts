import type { DragEndEvent, DragStartEvent } from "@dnd-kit/core";
import { notifications } from "@mantine/notifications";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import type { Card, State } from "@/api/schema";
import { recordQuery } from "@/features/journal/queries";
import type { RecordItem } from "@/features/journal/types";
import { NOTHING } from "@/features/journal/useDoing";
import { VERBS } from "@/features/journal/verbs";
import { useRefused } from "@/ui/useRefused";

import { type Move, movesOf } from "./moves";

export interface Moving {
  dragged: RecordItem | null;
  /** Where the dragged card may go; null while that is being asked. */
  targets: ReadonlySet<State> | null;
  /** A form that a move waits for. */
  asking: { record: Card; act: Move } | null;
  /** On its way without a form, and the column that it is shown in meanwhile. */
  underway: { item: RecordItem; to: State } | null;
  begin: (record: Card, act: Move) => void;
  close: () => void;
  onStart: (event: DragStartEvent) => void;
  onEnd: (event: DragEndEvent) => void;
  onCancel: () => void;
}

/** A card on its way to another column: what it may do, the record says. */
export function useMoving(): Moving {
  const { t } = useTranslation(["board", "journal"]);
  const client = useQueryClient();
  const refused = useRefused();
  const [dragged, setDragged] = useState<RecordItem | null>(null);
  const [targets, setTargets] = useState<ReadonlySet<State> | null>(null);
  const [asking, setAsking] = useState<Moving["asking"]>(null);
  const [underway, setUnderway] = useState<Moving["underway"]>(null);

  const begin = (record: Card, act: Move, shown?: Moving["underway"]): void => {
    if (act === "merge" || VERBS[act].asks.length > 0) {
      setAsking({ record, act });
      return;
    }
    setUnderway(shown ?? null);
    void VERBS[act]
      .act(record, NOTHING)
      .then((card) => {
        client.setQueryData(recordQuery(card.id).queryKey, card);
        notifications.show({ message: t(`journal:verbs.${act}.done`) });
      })
      .catch(refused)
      // Done or refused: the lists are read again before the card leaves the place that was promised.
      .then(() => client.invalidateQueries({ queryKey: ["nonconformities"] }))
      .finally(() => setUnderway(null));
  };
  const onStart = ({ active }: DragStartEvent): void => {
    const item = itemOf(active);
    setDragged(item);
    setTargets(null);
    if (!item) return;
    client.query({ ...recordQuery(item.id), staleTime: 5_000 }).then((card) => setTargets(new Set(movesOf(card.state, card.allowed_actions).keys())), refused);
  };
  const onEnd = ({ active, over }: DragEndEvent): void => {
    const item = itemOf(active);
    setDragged(null);
    if (!item || !over || over.id === item.state) return;
    const to = over.id as State;
    client.query({ ...recordQuery(item.id), staleTime: 5_000 }).then((card) => {
      const act = movesOf(card.state, card.allowed_actions).get(to);
      if (act) begin(card, act, { item, to });
      else notifications.show({ color: "orange", message: t("notThere", { number: item.number, column: t(`journal:states.${to}`) }) });
    }, refused);
  };
  return {
    dragged,
    targets,
    asking,
    underway,
    begin: (record, act) => begin(record, act),
    close: () => setAsking(null),
    onStart,
    onEnd,
    onCancel: () => setDragged(null),
  };
}

function itemOf(active: DragStartEvent["active"]): RecordItem | null {
  return (active.data.current?.["item"] as RecordItem | undefined) ?? null;
}
