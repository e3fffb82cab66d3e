import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";

import { api, unwrap } from "@/api/client";
import type { AccountCard, GrantCard, GrantIn } from "@/api/schema";

export const grantsQuery = (personId: string) =>
  queryOptions({
    queryKey: ["grants", personId],
    queryFn: ({ signal }) =>
      unwrap(api.GET("/api/v1/grants", { params: { query: { person_id: personId, limit: 100 } }, signal })),
  });

export const accountQuery = (personId: string) =>
  queryOptions({
    queryKey: ["accounts", personId],
    queryFn: ({ signal }) =>
      unwrap(api.GET("/api/v1/accounts", { params: { query: { person_id: personId, limit: 1 } }, signal })),
  });

export const rolesQuery = queryOptions({
  queryKey: ["roles", "all"],
  queryFn: ({ signal }) => unwrap(api.GET("/api/v1/roles", { params: { query: { limit: 200 } }, signal })),
});

/** A change of somebody's access: all that is shown of it is read again. */
function useAccessChange<Values, Answer>(send: (values: Values) => Promise<Answer>) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: send,
    onSuccess: () =>
      Promise.all(["grants", "accounts", "people"].map((key) => client.invalidateQueries({ queryKey: [key] }))),
  });
}

export const useGrant = () => useAccessChange((body: GrantIn) => unwrap(api.POST("/api/v1/grants", { body })));

export const useWithdraw = () =>
  useAccessChange(({ id, version }: GrantCard) =>
    unwrap(
      api.POST("/api/v1/grants/{grant_id}/withdraw", {
        params: { path: { grant_id: id }, header: { "if-match": `"${version}"` } },
      }),
    ),
  );

/** A person without an account gets one, and with it the link; the links are shown once. */
export const useInvite = () =>
  useAccessChange((personId: string) =>
    unwrap(api.POST("/api/v1/accounts/invitations", { body: { items: [{ person_id: personId }] } })),
  );

export const useMakeLink = () =>
  useAccessChange(({ id }: AccountCard) =>
    unwrap(api.POST("/api/v1/accounts/{account_id}/links", { params: { path: { account_id: id } } })),
  );
