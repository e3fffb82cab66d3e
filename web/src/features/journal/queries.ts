import { infiniteQueryOptions, queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";

import { api, unwrap } from "@/api/client";
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

/** An act on a record: the answer is the record as it became, and shown at once. */
export function useAct<Body>(act: (id: string, body: Body) => Promise<Card>, id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: Body) => act(id, body),
    onSuccess: (card) => {
      client.setQueryData(recordQuery(id).queryKey, card);
      return client.invalidateQueries({ queryKey: [ROOT] });
    },
  });
}
