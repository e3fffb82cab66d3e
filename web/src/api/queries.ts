import { QueryClient } from "@tanstack/react-query";

import { Problem } from "./problem";

const RETRIES = 2;
/** How often a part that is away is asked for again while somebody looks at its place. */
const AGAIN_MS = 5_000;

export function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 30_000,
        // A refusal stays one; what will pass is tried again, a little later each time.
        retry: (count, error) => error instanceof Problem && error.willPass && count < RETRIES,
        refetchInterval: ({ state }) => (state.error instanceof Problem && state.error.willPass ? AGAIN_MS : false),
        retryDelay: (attempt) => Math.min(500 * 2 ** attempt, 8_000),
      },
      mutations: { networkMode: "always" },
    },
  });
}
