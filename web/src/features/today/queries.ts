import { queryOptions } from "@tanstack/react-query";

import { api, unwrap } from "@/api/client";

export const todayQuery = queryOptions({
  queryKey: ["nonconformities", "today"],
  queryFn: ({ signal }) => unwrap(api.GET("/api/v1/nonconformities/today", { signal })),
});
