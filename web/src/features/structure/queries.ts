import { queryOptions } from "@tanstack/react-query";

import { api, unwrap } from "@/api/client";

/** More branches or sites than this are looked up by typing, not chosen from a list. */
const ALL = 200;
const RARELY = 10 * 60_000;

export const branchesQuery = queryOptions({
  queryKey: ["branches", "all"],
  queryFn: ({ signal }) => unwrap(api.GET("/api/v1/branches", { params: { query: { limit: ALL, sort: "name" } }, signal })),
  staleTime: RARELY,
});

export const sitesQuery = queryOptions({
  queryKey: ["sites", "all"],
  queryFn: ({ signal }) => unwrap(api.GET("/api/v1/sites", { params: { query: { limit: ALL, sort: "name" } }, signal })),
  staleTime: RARELY,
});

export const unitsQuery = (branchId: string | null) =>
  queryOptions({
    queryKey: ["units", "of", branchId],
    queryFn: ({ signal }) =>
      unwrap(
        api.GET("/api/v1/units", {
          params: { query: { limit: ALL, sort: "name", ...(branchId ? { branch_id: branchId } : {}) } },
          signal,
        }),
      ),
    enabled: branchId !== null,
    staleTime: RARELY,
  });
