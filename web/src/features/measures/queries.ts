import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";

import { api, unwrap } from "@/api/client";
import type { MeasureAct, MeasureEdit, MeasureView, NewMeasure } from "@/api/schema";

const ROOT = "nonconformities";

export const measuresQuery = (recordId: string) =>
  queryOptions({
    queryKey: [ROOT, "measures", recordId],
    queryFn: ({ signal }) =>
      unwrap(
        api.GET("/api/v1/nonconformities/{record_id}/measures", { params: { path: { record_id: recordId } }, signal }),
      ),
  });

/** What the forms of the acts hold; an act takes of it what it needs. */
interface ActValues {
  text: string;
  date: string | null;
  attachmentIds: string[];
}

/** What somebody does to a measure; it moves by itself, with the record that holds it. */
export type Step = Exclude<MeasureAct, "create" | "edit" | "move">;

const of = ({ id, version, nonconformity }: MeasureView) => ({
  params: {
    path: { record_id: nonconformity.id, measure_id: id },
    header: { "if-match": `"${version}"` },
  },
});
const BASE = "/api/v1/nonconformities/{record_id}/measures/{measure_id}";

const STEPS: Record<Step, (measure: MeasureView, values: ActValues) => Promise<MeasureView>> = {
  complete: (measure, { text, attachmentIds }) =>
    unwrap(api.POST(`${BASE}/complete`, { ...of(measure), body: { comment: text || null, attachment_ids: attachmentIds } })),
  verify: (measure) => unwrap(api.POST(`${BASE}/verify`, of(measure))),
  return: (measure, { text }) => unwrap(api.POST(`${BASE}/return`, { ...of(measure), body: { reason: text } })),
  extend: (measure, { text, date }) =>
    unwrap(api.POST(`${BASE}/extend`, { ...of(measure), body: { expires_on: date ?? "", reason: text } })),
  cancel: (measure, { text }) => unwrap(api.POST(`${BASE}/cancel`, { ...of(measure), body: { reason: text } })),
};

/** A new measure of a record, or new values of one that there is. */
export type Order = { recordId: string; body: NewMeasure } | { measure: MeasureView; body: MeasureEdit };

const save = (order: Order): Promise<MeasureView> =>
  "measure" in order
    ? unwrap(api.PATCH(BASE, { ...of(order.measure), body: order.body }))
    : unwrap(
        api.POST("/api/v1/nonconformities/{record_id}/measures", {
          params: { path: { record_id: order.recordId } },
          body: order.body,
        }),
      );

function useChange<Body>(change: (body: Body) => Promise<MeasureView>) {
  const client = useQueryClient();
  return useMutation({ mutationFn: change, onSuccess: () => client.invalidateQueries({ queryKey: [ROOT] }) });
}

export const useStep = (measure: MeasureView, step: Step) => useChange((values: ActValues) => STEPS[step](measure, values));

export const useSave = () => useChange(save);
