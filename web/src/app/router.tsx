import type { QueryClient } from "@tanstack/react-query";
import { createRootRouteWithContext, createRoute, createRouter, lazyRouteComponent, redirect } from "@tanstack/react-router";

import { Problem } from "@/api/problem";
import { meQuery } from "@/features/session/queries";
import { journalSearch } from "@/features/journal/search";
import { NotFoundPage, ProblemPage } from "@/ui/ProblemPage";

import { Shell } from "./Shell";

interface Context {
  client: QueryClient;
}

const root = createRootRouteWithContext<Context>()({ errorComponent: ProblemPage, notFoundComponent: NotFoundPage });

interface SignInSearch {
  /** The address that was asked for before the sign-in. */
  to?: string;
}

const signIn = createRoute({
  getParentRoute: () => root,
  path: "/sign-in",
  validateSearch: (search): SignInSearch => (isOwnAddress(search["to"]) ? { to: search["to"] } : {}),
  component: lazyRouteComponent(() => import("@/features/session/SignInPage"), "SignInPage"),
});

/** Everything behind the sign-in. Who is not signed in is sent there, and back afterwards. */
const staff = createRoute({
  getParentRoute: () => root,
  id: "staff",
  component: Shell,
  beforeLoad: async ({ context, location }) => {
    try {
      await context.client.query({ ...meQuery, staleTime: "static" });
    } catch (error) {
      if (error instanceof Problem && error.status === 401) {
        throw redirect({ to: "/sign-in", search: location.pathname === "/" ? {} : { to: location.href } });
      }
      throw error;
    }
  },
});

const today = createRoute({
  getParentRoute: () => staff,
  path: "/",
  component: lazyRouteComponent(() => import("@/features/today/TodayPage"), "TodayPage"),
});

const journal = createRoute({
  getParentRoute: () => staff,
  path: "/journal",
  validateSearch: journalSearch,
  component: lazyRouteComponent(() => import("@/features/journal/JournalPage"), "JournalPage"),
});

const record = createRoute({
  getParentRoute: () => staff,
  path: "/journal/$recordId",
  component: lazyRouteComponent(() => import("@/features/journal/RecordPage"), "RecordPage"),
});

function isOwnAddress(value: unknown): value is string {
  return typeof value === "string" && value.startsWith("/") && !value.startsWith("//");
}

export function createAppRouter(client: QueryClient) {
  return createRouter({
    routeTree: root.addChildren([signIn, staff.addChildren([today, journal, record])]),
    context: { client },
    defaultPreload: "intent",
    defaultPreloadStaleTime: 0,
    scrollRestoration: true,
  });
}

declare module "@tanstack/react-router" {
  interface Register {
    router: ReturnType<typeof createAppRouter>;
  }
}
