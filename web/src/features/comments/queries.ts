import { infiniteQueryOptions, keepPreviousData, queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";

import { api, unwrap } from "@/api/client";
import type { CommentView, NewComment } from "@/api/schema";

import type { Written } from "./mentions";

const ROOT = "nonconformities";
const PAGE = 50;
const path = (id: string) => ({ path: { record_id: id } });
const ofComment = (recordId: string, { id, version }: CommentView) => ({
  path: { record_id: recordId, comment_id: id },
  header: { "if-match": `"${version}"` },
});

/** The newest page first: a long talk is read from its end. */
export const commentsQuery = (recordId: string) =>
  infiniteQueryOptions({
    queryKey: [ROOT, "comments", recordId],
    queryFn: ({ pageParam, signal }) =>
      unwrap(
        api.GET("/api/v1/nonconformities/{record_id}/comments", {
          params: { ...path(recordId), query: { sort: "-written_at", limit: PAGE, ...(pageParam ? { cursor: pageParam } : {}) } },
          signal,
        }),
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor ?? null,
  });

export const mentionableQuery = (recordId: string, words: string) =>
  queryOptions({
    queryKey: [ROOT, "mentionable", recordId, words],
    queryFn: ({ signal }) =>
      unwrap(
        api.GET("/api/v1/nonconformities/{record_id}/mentionable", {
          params: { ...path(recordId), query: words ? { q: words } : {} },
          signal,
        }),
      ),
    placeholderData: keepPreviousData,
  });

export const formerTextsQuery = (recordId: string, { id, version }: CommentView) =>
  queryOptions({
    queryKey: [ROOT, "comment-texts", id, version],
    queryFn: ({ signal }) =>
      unwrap(
        api.GET("/api/v1/nonconformities/{record_id}/comments/{comment_id}/texts", {
          params: { path: { record_id: recordId, comment_id: id } },
          signal,
        }),
      ),
  });

function useChange<Body, Result>(change: (body: Body) => Promise<Result>) {
  const client = useQueryClient();
  return useMutation({ mutationFn: change, onSuccess: () => client.invalidateQueries({ queryKey: [ROOT] }) });
}

export const useWrite = (recordId: string) =>
  useChange((body: NewComment) =>
    unwrap(api.POST("/api/v1/nonconformities/{record_id}/comments", { params: path(recordId), body })),
  );

export const useEdit = (recordId: string, comment: CommentView) =>
  useChange((body: Written) =>
    unwrap(
      api.PATCH("/api/v1/nonconformities/{record_id}/comments/{comment_id}", { params: ofComment(recordId, comment), body }),
    ),
  );

export const useRemove = (recordId: string, comment: CommentView) =>
  useChange((reason: string | null) =>
    unwrap(
      api.POST("/api/v1/nonconformities/{record_id}/comments/{comment_id}/remove", {
        params: ofComment(recordId, comment),
        body: reason ? { reason } : null,
      }),
    ),
  );

/** Ticks off where the viewer was called in this record. */
export const markRead = (recordId: string) =>
  unwrap(api.POST("/api/v1/nonconformities/{record_id}/mentions/read", { params: path(recordId) }));
