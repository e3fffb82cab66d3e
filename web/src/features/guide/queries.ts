import { queryOptions } from "@tanstack/react-query";

import { api, unwrap } from "@/api/client";

const ONE = { params: { query: { limit: 1, total: true } } };

/** How much of each there is already: of people besides the administrator, of records, of accounts besides one's own. */
export const peopleCountQuery = queryOptions({
  queryKey: ["people", "guide"],
  queryFn: ({ signal }) => unwrap(api.GET("/api/v1/people", { ...ONE, signal })).then(({ total }) => total ?? 0),
});

export const recordCountQuery = queryOptions({
  queryKey: ["nonconformities", "guide"],
  queryFn: ({ signal }) => unwrap(api.GET("/api/v1/nonconformities", { ...ONE, signal })).then(({ total }) => total ?? 0),
});

export const accountCountQuery = queryOptions({
  queryKey: ["accounts", "guide"],
  queryFn: ({ signal }) => unwrap(api.GET("/api/v1/accounts", { ...ONE, signal })).then(({ total }) => total ?? 0),
});
