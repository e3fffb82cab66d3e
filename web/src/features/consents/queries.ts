import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";

import { api, unwrap } from "@/api/client";
import type { ConsentIn } from "@/api/schema";

export const consentsQuery = (personId: string) =>
  queryOptions({
    queryKey: ["people", "consents", personId],
    queryFn: ({ signal }) =>
      unwrap(api.GET("/api/v1/people/{person_id}/consents", { params: { path: { person_id: personId } }, signal })),
  });

export function useRecordConsent(personId: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: ConsentIn) =>
      unwrap(api.POST("/api/v1/people/{person_id}/consents", { params: { path: { person_id: personId } }, body })),
    onSuccess: (consents) => {
      client.setQueryData(consentsQuery(personId).queryKey, consents);
      return client.invalidateQueries({ queryKey: ["people", "history", personId] });
    },
  });
}
