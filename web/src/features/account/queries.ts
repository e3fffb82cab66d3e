import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";

import { api, unwrap } from "@/api/client";
import type { EndAll, OwnPasswordIn, ShownBoth } from "@/api/schema";

const FACTOR = ["me", "second-factor"] as const;

export const factorQuery = queryOptions({
  queryKey: FACTOR,
  queryFn: ({ signal }) => unwrap(api.GET("/api/v1/me/second-factor", { signal })),
});

export const sessionsQuery = (personId: string) =>
  queryOptions({
    queryKey: ["sessions", personId],
    queryFn: ({ signal }) =>
      unwrap(api.GET("/api/v1/sessions", { params: { query: { person_id: personId, limit: 100 } }, signal })),
  });

/** A change of my own access: who I am and what guards me is read again. */
function useOwnChange<Values, Answer>(send: (values: Values) => Promise<Answer>) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: send,
    onSuccess: () =>
      Promise.all([client.invalidateQueries({ queryKey: ["me"] }), client.invalidateQueries({ queryKey: ["sessions"] })]),
  });
}

export const useChangePassword = () =>
  useOwnChange((body: OwnPasswordIn) => unwrap(api.PUT("/api/v1/me/password", { body })));

/** Nothing changes yet: the factor is in force once its first code is shown. */
export const useBeginEnrolment = () =>
  useMutation({ mutationFn: (password: string) => unwrap(api.POST("/api/v1/me/second-factor", { body: { password } })) });

/** The codes of the answer are shown before anything is read again: see `EnrolDialog`. */
export const useConfirmEnrolment = () =>
  useMutation({ mutationFn: (otp: string) => unwrap(api.POST("/api/v1/me/second-factor/confirm", { body: { otp } })) });

export const useDisableFactor = () =>
  useOwnChange((body: ShownBoth) => unwrap(api.POST("/api/v1/me/second-factor/disable", { body })));

export const useRenewCodes = () =>
  useOwnChange((body: ShownBoth) => unwrap(api.POST("/api/v1/me/second-factor/recovery-codes", { body })));

export const useEndSession = () =>
  useOwnChange((id: string) => unwrap(api.DELETE("/api/v1/sessions/{session_id}", { params: { path: { session_id: id } } })));

export const useEndSessions = () =>
  useOwnChange((body: EndAll) => unwrap(api.POST("/api/v1/sessions/end-all", { body })));
