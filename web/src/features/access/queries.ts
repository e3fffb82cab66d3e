import { infiniteQueryOptions, queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";

import { api, unwrap } from "@/api/client";
import type { AccountCard, GrantCard, GrantIn, RoleCard, RoleEdit, RoleIn } from "@/api/schema";

import type { AccessSearch } from "./search";

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

const ACCOUNTS = { invited: { has_password: false, disabled: false }, active: { has_password: true, disabled: false }, closed: { disabled: true } };

/** Accounts with the names of their persons, which the accounts themselves do not tell. */
export const accountsQuery = ({ q, account }: AccessSearch) =>
  infiniteQueryOptions({
    queryKey: ["accounts", "list", q, account],
    queryFn: async ({ pageParam, signal }) => {
      const query = { limit: 50, total: pageParam === null, ...(q ? { q } : {}), ...(account ? ACCOUNTS[account] : {}), ...(pageParam ? { cursor: pageParam } : {}) };
      const page = await unwrap(api.GET("/api/v1/accounts", { params: { query }, signal }));
      const ids = page.items.map(({ person_id }) => person_id);
      const people = ids.length
        ? await unwrap(api.GET("/api/v1/people", { params: { query: { id: ids, limit: ids.length } }, signal }))
        : { items: [] };
      const byId = new Map(people.items.map((person) => [person.id, person]));
      return { ...page, items: page.items.map((card) => ({ ...card, person: byId.get(card.person_id) ?? null })) };
    },
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor ?? null,
  });

export const allGrantsQuery = ({ role, branch_id, grant }: AccessSearch) =>
  infiniteQueryOptions({
    queryKey: ["grants", "list", role, branch_id, grant],
    queryFn: ({ pageParam, signal }) =>
      unwrap(
        api.GET("/api/v1/grants", {
          params: {
            query: {
              limit: 50,
              total: pageParam === null,
              standing: grant !== undefined,
              ...(role ? { role } : {}),
              ...(branch_id ? { branch_id } : {}),
              ...(grant ? { state: grant } : {}),
              ...(pageParam ? { cursor: pageParam } : {}),
            },
          },
          signal,
        }),
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor ?? null,
  });

/** The permissions in the words of the reader's language: read anew when it changes. */
export const permissionsQuery = (language: string) =>
  queryOptions({
    queryKey: ["permissions", language],
    queryFn: ({ signal }) => unwrap(api.GET("/api/v1/permissions", { signal })),
    staleTime: 10 * 60_000,
  });

/** A change of somebody's access: all that is shown of it is read again. */
function useAccessChange<Values, Answer>(send: (values: Values) => Promise<Answer>) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: send,
    onSuccess: () =>
      Promise.all(["grants", "accounts", "people", "roles", "sessions"].map((key) => client.invalidateQueries({ queryKey: [key] }))),
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

/** The names of those who were invited. */
export const invitedQuery = (ids: readonly string[]) =>
  queryOptions({
    queryKey: ["people", "named", ids],
    queryFn: ({ signal }) => unwrap(api.GET("/api/v1/people", { params: { query: { id: [...ids], limit: ids.length } }, signal })),
  });

export const useInviteMany = () =>
  useAccessChange((personIds: readonly string[]) =>
    unwrap(api.POST("/api/v1/accounts/invitations", { body: { items: personIds.map((person_id) => ({ person_id })) } })),
  );

export const useSaveRole = (role: RoleCard | null) =>
  useAccessChange((body: RoleIn & RoleEdit) => {
    if (!role) return unwrap(api.POST("/api/v1/roles", { body }));
    const { name_ru, name_en, permissions } = body;
    return unwrap(
      api.PATCH("/api/v1/roles/{role_id}", {
        params: { path: { role_id: role.id }, header: { "if-match": `"${role.version}"` } },
        body: { name_ru, name_en, permissions },
      }),
    );
  });

export const ACCOUNT_ACTS = ["unlock", "reset_second_factor", "enable", "disable"] as const;
export type AccountAct = (typeof ACCOUNT_ACTS)[number];

export const useAccountAct = () =>
  useAccessChange(({ act, account }: { act: AccountAct; account: AccountCard }) => {
    const path = { account_id: account.id };
    const params = { path, header: { "if-match": `"${account.version}"` } };
    if (act === "unlock") return unwrap(api.POST("/api/v1/accounts/{account_id}/unlock", { params: { path } }));
    if (act === "reset_second_factor")
      return unwrap(api.POST("/api/v1/accounts/{account_id}/reset-second-factor", { params: { path } }));
    return act === "enable"
      ? unwrap(api.POST("/api/v1/accounts/{account_id}/enable", { params }))
      : unwrap(api.POST("/api/v1/accounts/{account_id}/disable", { params }));
  });

export const useMakeLink = () =>
  useAccessChange(({ id }: AccountCard) =>
    unwrap(api.POST("/api/v1/accounts/{account_id}/links", { params: { path: { account_id: id } } })),
  );
