/** Which column is meant: the one under the pointer, or by keyboard the one beside. */
import { type CollisionDetection, type KeyboardCoordinateGetter, pointerWithin, rectIntersection } from "@dnd-kit/core";

export const underPointer: CollisionDetection = (args) =>
  args.pointerCoordinates ? pointerWithin(args) : rectIntersection(args);

/** Within the column's edge, so that the card stands in it and in no other. */
const INSIDE = 12;

/** Arrows go from one column that takes the card to the next. */
export const besideColumns: KeyboardCoordinateGetter = (event, { context: { droppableContainers, droppableRects, collisionRect } }) => {
  const step = event.code === "ArrowRight" ? 1 : event.code === "ArrowLeft" ? -1 : 0;
  if (step === 0 || !collisionRect) return undefined;
  event.preventDefault();
  const columns = droppableContainers
    .getEnabled()
    .flatMap(({ id }) => droppableRects.get(id) ?? [])
    .sort((one, other) => one.left - other.left);
  const beside =
    step === 1
      ? columns.find(({ left }) => left > collisionRect.left + INSIDE)
      : columns.findLast(({ right }) => right < collisionRect.left + INSIDE);
  return beside && { x: beside.left + INSIDE, y: Math.max(beside.top + INSIDE, Math.min(collisionRect.top, beside.bottom - INSIDE)) };
};
