import { infiniteQueryOptions, keepPreviousData, queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";

import { api, unwrap } from "@/api/client";
import { Problem } from "@/api/problem";
import type { Card } from "@/api/schema";

import type { JournalSearch } from "./search";

const ROOT = "nonconformities";

export const journalQuery = (search: JournalSearch) =>
  infiniteQueryOptions({
    queryKey: [ROOT, "list", search],
    queryFn: ({ pageParam, signal }) =>
      unwrap(
        api.GET("/api/v1/nonconformities", {
          params: { query: { ...search, limit: 25, total: pageParam === null, ...(pageParam ? { cursor: pageParam } : {}) } },
          signal,
        }),
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor ?? null,
  });

export const recordQuery = (id: string) =>
  queryOptions({
    queryKey: [ROOT, "record", id],
    queryFn: ({ signal }) => unwrap(api.GET("/api/v1/nonconformities/{record_id}", { params: { path: { record_id: id } }, signal })),
  });

export const historyQuery = (id: string) =>
  queryOptions({
    queryKey: [ROOT, "history", id],
    queryFn: ({ signal }) =>
      unwrap(api.GET("/api/v1/nonconformities/{record_id}/history", { params: { path: { record_id: id } }, signal })),
  });

export const dueDatesQuery = (id: string) =>
  queryOptions({
    queryKey: [ROOT, "due-dates", id],
    queryFn: ({ signal }) =>
      unwrap(api.GET("/api/v1/nonconformities/{record_id}/due-dates", { params: { path: { record_id: id } }, signal })),
  });

export const similarQuery = (id: string) =>
  queryOptions({
    queryKey: [ROOT, "similar", id],
    queryFn: ({ signal }) =>
      unwrap(api.GET("/api/v1/nonconformities/{record_id}/similar", { params: { path: { record_id: id } }, signal })),
  });

/** Records of a branch that another one may be merged into, by words or a number. */
export const mergeableQuery = (branchId: string, q: string) =>
  queryOptions({
    queryKey: [ROOT, "mergeable", branchId, q],
    queryFn: ({ signal }) =>
      unwrap(
        api.GET("/api/v1/nonconformities", {
          params: {
            query: { q, branch_id: branchId, state: ["registered", "assigned", "in_progress", "fixed", "closed"], limit: 8 },
          },
          signal,
        }),
      ),
    enabled: q !== "",
    placeholderData: keepPreviousData,
  });

/** An act on a record: the answer is the record as it became, and shown at once. */
export function useAct<Body>(act: (record: Card, body: Body) => Promise<Card>, record: Card) {
  const client = useQueryClient();
  const { queryKey } = recordQuery(record.id);
  return useMutation({
    mutationFn: (body: Body) => act(record, body),
    onSuccess: (card) => {
      client.setQueryData(queryKey, card);
      return client.invalidateQueries({ queryKey: [ROOT] });
    },
    // Somebody was faster: what they made of it is read, and the form says so.
    onError: (error) => {
      if (error instanceof Problem && error.status === 412) void client.invalidateQueries({ queryKey });
    },
  });
}
