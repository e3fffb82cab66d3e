import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";

import { api, unwrap } from "@/api/client";
import type { NewsRead } from "@/api/schema";

/** Under the journal's key: whatever happens to a record may be news. */
export const newsQuery = queryOptions({
  queryKey: ["nonconformities", "news"],
  queryFn: ({ signal }) => unwrap(api.GET("/api/v1/nonconformities/news", { signal })),
});

/** Reads up to a moment; mentions among them are gone from «Today» with that. */
export function useReadNews() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: NewsRead) => unwrap(api.POST("/api/v1/nonconformities/news/read", { body })),
    onSuccess: (news) => {
      client.setQueryData(newsQuery.queryKey, news);
      return client.invalidateQueries({ queryKey: ["nonconformities", "today"] });
    },
  });
}
