import { queryOptions, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";

import { api, unwrap } from "@/api/client";
import { Problem } from "@/api/problem";
import type { Me } from "@/api/schema";

export const meQuery = queryOptions({
  queryKey: ["me"],
  queryFn: ({ signal }) => unwrap(api.GET("/api/v1/me", { signal })),
  staleTime: 5 * 60_000,
  // Another tab may have signed out, or in as somebody else.
  refetchOnWindowFocus: "always",
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

/** Whether a permission is held over a record of this branch; null: a record of no branch. */
export function useHoldsIn(permission: string, branchId: string | null): boolean {
  const held = useMe().permissions[permission];
  return held === "*" || (branchId !== null && held?.includes(branchId) === true);
}

/** A role demands a second factor and there is none yet: nothing but the enrolment is open. */
export function mustEnrol({ second_factor }: Me): boolean {
  return second_factor.demanded && !second_factor.enabled;
}

export interface Credentials {
  login: string;
  password: string;
  /** A code of the telephone, or a recovery code. */
  otp?: string;
}

export interface LinkUse {
  secret: string;
  password: string;
  otp?: string;
}

export function useSignIn() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: Credentials) => unwrap(api.POST("/api/v1/auth/session", { body })),
    onSuccess: () => client.invalidateQueries(),
  });
}

export const linkQuery = (secret: string) =>
  queryOptions({
    queryKey: ["sign-in-link", secret],
    queryFn: ({ signal }) => unwrap(api.POST("/api/v1/auth/link/check", { body: { secret }, signal })),
    staleTime: Infinity,
    gcTime: 0,
  });

export function useLink() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: LinkUse) => unwrap(api.POST("/api/v1/auth/link", { body })),
    onSuccess: () => client.invalidateQueries(),
  });
}

/** Whether an answer to a sign-in says that the password was right and the code is what is missing. */
export function asksForCode(error: unknown): boolean {
  return error instanceof Problem && ["second_factor_required", "wrong_second_factor"].includes(error.code);
}

export function useSignOut() {
  return useMutation({
    mutationFn: async () => {
      try {
        await unwrap(api.DELETE("/api/v1/auth/session"));
      } catch (error) {
        // The session had ended by itself: that is what was wished.
        if (!(error instanceof Problem) || error.status !== 401) throw error;
      }
    },
  });
}
