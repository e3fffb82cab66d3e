import { infiniteQueryOptions, keepPreviousData, queryOptions } from "@tanstack/react-query";

import { api, unwrap } from "@/api/client";

import type { Dimension, RecordsSearch, Scope, Step } from "./search";

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

export const figureRecordsQuery = ({ from, to, branch_id, figure = "filed", group_by, group }: RecordsSearch) =>
  infiniteQueryOptions({
    queryKey: [ROOT, "records", { from, to, branch_id, figure, group_by, group }],
    queryFn: ({ pageParam, signal }) =>
      unwrap(
        api.GET("/api/v1/analytics/journal/records", {
          params: {
            query: {
              from,
              to,
              branch_id,
              figure,
              group_by: group_by ?? "none",
              ...(group === undefined ? {} : { group }),
              limit: 20,
              total: pageParam === null,
              ...(pageParam ? { cursor: pageParam } : {}),
            },
          },
          signal,
        }),
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor ?? null,
  });
