import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef } from "react";

import { api, unwrap } from "@/api/client";
import { Problem } from "@/api/problem";
import type { View, ViewIn } from "@/api/schema";

import { useKeptViews } from "./kept";
import { moveViews } from "./moving";

/** Under the journal's key, whose events make them stale. */
const KEY = ["nonconformities", "views"];
const MOST = 200;

export const viewsQuery = queryOptions({
  queryKey: KEY,
  queryFn: ({ signal }) => unwrap(api.GET("/api/v1/nonconformities/views", { params: { query: { limit: MOST, sort: "name" } }, signal })),
});

const create = (body: ViewIn): Promise<View> => unwrap(api.POST("/api/v1/nonconformities/views", { body }));

function useChange<Body, Answer>(change: (body: Body) => Promise<Answer>) {
  const client = useQueryClient();
  const refresh = () => client.invalidateQueries({ queryKey: KEY });
  return useMutation({
    mutationFn: change,
    onSuccess: refresh,
    // Somebody was faster, in another tab: the menu shows what it has become.
    onError: (error) => {
      if (error instanceof Problem && [404, 412].includes(error.status)) void refresh();
    },
  });
}

const of = ({ id, version }: View) => ({ path: { view_id: id }, header: { "if-match": `"${version}"` } });

/** Null: a new one. */
export const useSaveView = () =>
  useChange(({ view, body }: { view: View | null; body: ViewIn }) =>
    view ? unwrap(api.PUT("/api/v1/nonconformities/views/{view_id}", { params: of(view), body })) : create(body),
  );

export const useRemoveView = () =>
  useChange((view: View) => unwrap(api.DELETE("/api/v1/nonconformities/views/{view_id}", { params: of(view) })));

/** Takes the views that this browser keeps into the account. */
export function useMovingViews(): void {
  const [kept, keep, forget] = useKeptViews();
  const { mutate } = useChange(() => moveViews(kept, create));
  const begun = useRef(false);
  useEffect(() => {
    if (kept.length === 0 || begun.current) return;
    begun.current = true;
    mutate(undefined, { onSuccess: (left) => (left.length > 0 ? keep(left) : forget()) });
  }, [kept, keep, forget, mutate]);
}
