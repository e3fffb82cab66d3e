import { infiniteQueryOptions, keepPreviousData, queryOptions } from "@tanstack/react-query";

import { api, unwrap } from "@/api/client";

import type { Asked, Dimension, RecordsSearch, Scope, Step } from "./search";

const ROOT = "figures";
/** Figures follow the journal within seconds; a screen that stays open catches up every minute. */
const AGAIN_MS = 60_000;

const common = { placeholderData: keepPreviousData, refetchInterval: AGAIN_MS } as const;

export const figuresQuery = (scope: Scope, by: Dimension | "none" | "closed_month" | "closed_week") =>
  queryOptions({
    queryKey: [ROOT, "journal", scope, by],
    queryFn: ({ signal }) =>
      unwrap(api.GET("/api/v1/analytics/journal", { params: { query: { ...scope, group_by: by } }, signal })),
    ...common,
  });

export const trendQuery = (scope: Scope, step: Step) =>
  queryOptions({
    queryKey: [ROOT, "trend", scope, step],
    queryFn: ({ signal }) =>
      unwrap(api.GET("/api/v1/analytics/journal/trend", { params: { query: { ...scope, step } }, signal })),
    ...common,
  });

export const inspectorsQuery = (scope: Scope) =>
  queryOptions({
    queryKey: [ROOT, "inspectors", scope],
    queryFn: ({ signal }) => unwrap(api.GET("/api/v1/analytics/inspectors", { params: { query: scope }, signal })),
    ...common,
  });

export const responsiblesQuery = (scope: Scope) =>
  queryOptions({
    queryKey: [ROOT, "responsibles", scope],
    queryFn: ({ signal }) => unwrap(api.GET("/api/v1/analytics/responsibles", { params: { query: scope }, signal })),
    ...common,
  });

export const freshnessQuery = queryOptions({
  queryKey: [ROOT, "freshness"],
  queryFn: ({ signal }) => unwrap(api.GET("/api/v1/analytics/freshness", { signal })),
  refetchInterval: AGAIN_MS,
});

/** A page of what a figure counts, each record as the journal has it now; those out of sight there are counted. */
async function recordsBehind(query: Asked, signal: AbortSignal) {
  const { items: found, next_cursor, total } = await unwrap(api.GET("/api/v1/analytics/journal/records", { params: { query }, signal }));
  const ids = found.map(({ id }) => id);
  const { items } = ids.length
    ? await unwrap(api.GET("/api/v1/nonconformities", { params: { query: { ids, limit: ids.length } }, signal }))
    : { items: [] };
  const ordered = ids.flatMap((id) => items.find((item) => item.id === id) ?? []);
  return { items: ordered, hidden: ids.length - ordered.length, next_cursor, total };
}

/** Under the journal's key, so that its events make it stale. */
export const figureRecordsQuery = ({ from, to, branch_id, figure = "filed", group_by, group }: RecordsSearch) =>
  infiniteQueryOptions({
    queryKey: ["nonconformities", "behind", { from, to, branch_id, figure, group_by, group }],
    queryFn: ({ pageParam, signal }) =>
      recordsBehind(
        {
          from,
          to,
          branch_id,
          figure,
          group_by: group_by ?? "none",
          ...(group === undefined ? {} : { group }),
          limit: 25,
          total: pageParam === null,
          ...(pageParam ? { cursor: pageParam } : {}),
        },
        signal,
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor ?? null,
  });
