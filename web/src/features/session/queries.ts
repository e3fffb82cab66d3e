import { queryOptions, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";

import { api, unwrap } from "@/api/client";
import type { Me } from "@/api/schema";

export const meQuery = queryOptions({
  queryKey: ["me"],
  queryFn: ({ signal }) => unwrap(api.GET("/api/v1/me", { signal })),
  staleTime: 5 * 60_000,
});

/** Who is signed in. Only behind the sign-in, where it is known. */
export function useMe(): Me {
  const { data } = useQuery(meQuery);
  if (!data) throw new Error("nobody is signed in here");
  return data;
}

/** Whether a permission is held anywhere: for what is shown at all. What may be done to a record, the record says. */
export function useHolds(permission: string): boolean {
  return permission in useMe().permissions;
}

export interface Credentials {
  login: string;
  password: string;
}

export function useSignIn() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: Credentials) => unwrap(api.POST("/api/v1/auth/session", { body })),
    onSuccess: () => client.invalidateQueries(),
  });
}

export function useSignOut() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => unwrap(api.DELETE("/api/v1/auth/session")),
    onSuccess: () => client.clear(),
  });
}
