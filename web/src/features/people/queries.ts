import { keepPreviousData, queryOptions } from "@tanstack/react-query";

import { api, unwrap } from "@/api/client";

/** People by name, number or phone, as somebody types: ё, case, a slip and the order of words do not matter. */
export const peopleQuery = (words: string) =>
  queryOptions({
    queryKey: ["people", "search", words],
    queryFn: ({ signal }) =>
      unwrap(api.GET("/api/v1/people", { params: { query: { ...(words ? { q: words } : {}), limit: 12 } }, signal })),
    placeholderData: keepPreviousData,
  });
