import { keepPreviousData, queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";

import { api, unwrap } from "@/api/client";
import type { SegmentCard, SegmentIn } from "@/api/schema";

const ROOT = ["people", "segments"] as const;

export const segmentsQuery = (language: string) =>
  queryOptions({
    queryKey: [...ROOT, "list", language],
    queryFn: ({ signal }) => unwrap(api.GET("/api/v1/segments", { params: { query: { limit: 200 } }, signal })),
  });

/** What a condition may ask, in the words of the reader's language. */
export const fieldsQuery = (language: string) =>
  queryOptions({
    queryKey: [...ROOT, "fields", language],
    queryFn: ({ signal }) => unwrap(api.GET("/api/v1/segments/fields", { signal })),
    staleTime: Infinity,
  });

/** Whom a condition finds, while it is built; null: it is not complete yet. */
export const previewQuery = (condition: Record<string, unknown> | null, language: string) =>
  queryOptions({
    queryKey: [...ROOT, "preview", condition, language],
    queryFn: ({ signal }) => unwrap(api.POST("/api/v1/segments/preview", { body: { condition: condition ?? {} }, signal })),
    enabled: condition !== null,
    placeholderData: keepPreviousData,
  });

function useSegmentChange<Values, Answer>(send: (values: Values) => Promise<Answer>) {
  const client = useQueryClient();
  return useMutation({ mutationFn: send, onSuccess: () => client.invalidateQueries({ queryKey: ["people"] }) });
}

const at = ({ id, version }: SegmentCard) => ({ path: { segment_id: id }, header: { "if-match": `"${version}"` } });

export const useSaveSegment = (segment: SegmentCard | null) =>
  useSegmentChange((body: SegmentIn) =>
    segment
      ? unwrap(api.PATCH("/api/v1/segments/{segment_id}", { params: at(segment), body }))
      : unwrap(api.POST("/api/v1/segments", { body })),
  );

export const useRemoveSegment = () =>
  useSegmentChange((segment: SegmentCard) => unwrap(api.DELETE("/api/v1/segments/{segment_id}", { params: at(segment) })));
