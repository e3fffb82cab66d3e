import { DndContext, DragOverlay, KeyboardSensor, MouseSensor, TouchSensor, useSensor, useSensors } from "@dnd-kit/core";
import { Suspense, lazy } from "react";
import { useTranslation } from "react-i18next";

import { type JournalSearch, STATES } from "@/features/journal/search";

import { CardFace } from "./BoardCard";
import { Column } from "./Column";
import classes from "./board.module.css";
import { besideColumns, underPointer } from "./pointing";
import { useAnnouncements } from "./useAnnouncements";
import { useMoving } from "./useMoving";

const VerbDialog = lazy(() => import("@/features/journal/VerbDialog").then((module) => ({ default: module.VerbDialog })));
const MergeDialog = lazy(() => import("@/features/journal/MergeDialog").then((module) => ({ default: module.MergeDialog })));

/** Columns by state. A card goes where its record may go; what needs a form, asks for it. */
export function Board({ search }: { search: JournalSearch }) {
  const { t } = useTranslation("board");
  const moving = useMoving();
  const accessibility = useAnnouncements();
  const sensors = useSensors(
    useSensor(MouseSensor, { activationConstraint: { distance: 6 } }),
    // Held for a moment: a finger that only passes scrolls.
    useSensor(TouchSensor, { activationConstraint: { delay: 250, tolerance: 8 } }),
    useSensor(KeyboardSensor, { coordinateGetter: besideColumns }),
  );
  const states = search.state ?? STATES;
  return (
    <DndContext
      sensors={sensors}
      collisionDetection={underPointer}
      // The form that a drop opens has the focus, not the handle that was let go.
      accessibility={{ ...accessibility, restoreFocus: false }}
      onDragStart={moving.onStart}
      onDragEnd={moving.onEnd}
      onDragCancel={moving.onCancel}
    >
      {/* What scrolls is reached by keyboard. */}
      {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <div className={classes["board"]} role="group" aria-label={t("title")} tabIndex={0}>
        {states.map((state) => (
          <Column key={state} state={state} search={search} moving={moving} />
        ))}
      </div>
      <DragOverlay dropAnimation={null}>{moving.dragged && <CardFace item={moving.dragged} lifted />}</DragOverlay>
      <Suspense fallback={null}>
        {moving.asking?.act === "merge" && <MergeDialog record={moving.asking.record} onClose={moving.close} />}
        {moving.asking && moving.asking.act !== "merge" && (
          <VerbDialog record={moving.asking.record} verb={moving.asking.act} onClose={moving.close} />
        )}
      </Suspense>
    </DndContext>
  );
}
