import type { QueryClient } from "@tanstack/react-query";
import { createRootRouteWithContext, createRoute, createRouter, lazyRouteComponent, redirect } from "@tanstack/react-router";
import i18next from "i18next";

import { Problem } from "@/api/problem";
import { accessSearch } from "@/features/access/search";
import { figuresSearch, recordsSearch } from "@/features/figures/search";
import { meQuery, mustEnrol } from "@/features/session/queries";
import { journalQuery } from "@/features/journal/queries";
import { journalSearch } from "@/features/journal/search";
import { peopleSearch } from "@/features/people/search";
import { NotFoundPage, ProblemPage } from "@/ui/ProblemPage";

import { Shell } from "./Shell";

interface Context {
  client: QueryClient;
}

const root = createRootRouteWithContext<Context>()({ errorComponent: ProblemPage, notFoundComponent: NotFoundPage });

/** The texts of a page come with its code, not when it is painted: React would hold it back for a third of a second. */
const texts = (...namespaces: string[]) => () => i18next.loadNamespaces(namespaces);

/** The one page that is open to who must set up a second factor first. */
const ACCOUNT = "/account";

interface SignInSearch {
  /** The address that was asked for before the sign-in. */
  to?: string;
}

const signIn = createRoute({
  getParentRoute: () => root,
  path: "/sign-in",
  validateSearch: (search): SignInSearch => (isOwnAddress(search["to"]) ? { to: search["to"] } : {}),
  loader: texts("session"),
  component: lazyRouteComponent(() => import("@/features/session/SignInPage"), "SignInPage"),
});

/** What the QR code of a membership card opens, for anybody. */
const card = createRoute({
  getParentRoute: () => root,
  path: "/card",
  loader: texts("card"),
  component: lazyRouteComponent(() => import("@/features/card/CardPage"), "CardPage"),
});

/** Everything behind the sign-in. Who is not signed in is sent there, and back afterwards. */
const staff = createRoute({
  getParentRoute: () => root,
  id: "staff",
  component: Shell,
  beforeLoad: async ({ context, location }) => {
    try {
      const me = await context.client.query({ ...meQuery, staleTime: "static" });
      if (mustEnrol(me) && location.pathname !== ACCOUNT) throw redirect({ to: ACCOUNT });
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
  loader: texts("today", "journal"),
  component: lazyRouteComponent(() => import("@/features/today/TodayPage"), "TodayPage"),
});

const journal = createRoute({
  getParentRoute: () => staff,
  path: "/journal",
  validateSearch: journalSearch,
  loader: ({ context, location }) => {
    // Also when somebody only points at the link: the list is there when they click.
    context.client.infiniteQuery(journalQuery(journalSearch(location.search))).catch(() => undefined);
    return texts("journal", "list")();
  },
  component: lazyRouteComponent(() => import("@/features/journal/JournalPage"), "JournalPage"),
});

const record = createRoute({
  getParentRoute: () => staff,
  path: "/journal/$recordId",
  loader: texts("journal", "attachments", "comments", "measures"),
  component: lazyRouteComponent(() => import("@/features/journal/RecordPage"), "RecordPage"),
});

const board = createRoute({
  getParentRoute: () => staff,
  path: "/journal/board",
  validateSearch: journalSearch,
  loader: texts("board", "journal", "list"),
  component: lazyRouteComponent(() => import("@/features/board/BoardPage"), "BoardPage"),
});

const newFinding = createRoute({
  getParentRoute: () => staff,
  path: "/journal/new",
  loader: texts("finding", "attachments", "journal"),
  component: lazyRouteComponent(() => import("@/features/finding/NewFindingPage"), "NewFindingPage"),
});

const pagesOfImports = () => import("@/features/imports/pages");

const journalImports = createRoute({
  getParentRoute: () => staff,
  path: "/journal/import",
  loader: texts("imports"),
  component: lazyRouteComponent(pagesOfImports, "JournalImportsPage"),
});

const journalImport = createRoute({
  getParentRoute: () => staff,
  path: "/journal/import/$importId",
  loader: texts("imports"),
  component: lazyRouteComponent(pagesOfImports, "JournalImportPage"),
});

const peopleImports = createRoute({
  getParentRoute: () => staff,
  path: "/people/import",
  loader: texts("imports"),
  component: lazyRouteComponent(pagesOfImports, "PeopleImportsPage"),
});

const peopleImport = createRoute({
  getParentRoute: () => staff,
  path: "/people/import/$importId",
  loader: texts("imports"),
  component: lazyRouteComponent(pagesOfImports, "PeopleImportPage"),
});

const people = createRoute({
  getParentRoute: () => staff,
  path: "/people",
  validateSearch: peopleSearch,
  loader: texts("people"),
  component: lazyRouteComponent(() => import("@/features/people/PeoplePage"), "PeoplePage"),
});

const person = createRoute({
  getParentRoute: () => staff,
  path: "/people/$personId",
  loader: texts("people", "access", "account", "absences", "consents", "personal-data"),
  component: lazyRouteComponent(() => import("@/features/people/PersonPage"), "PersonPage"),
});

const structure = createRoute({
  getParentRoute: () => staff,
  path: "/structure",
  loader: texts("structure"),
  component: lazyRouteComponent(() => import("@/features/structure/StructurePage"), "StructurePage"),
});

const access = createRoute({
  getParentRoute: () => staff,
  path: "/access",
  validateSearch: accessSearch,
  loader: texts("access"),
  component: lazyRouteComponent(() => import("@/features/access/AccessPage"), "AccessPage"),
});

const account = createRoute({
  getParentRoute: () => staff,
  path: ACCOUNT,
  loader: texts("account"),
  component: lazyRouteComponent(() => import("@/features/account/AccountPage"), "AccountPage"),
});

const figures = createRoute({
  getParentRoute: () => staff,
  path: "/figures",
  validateSearch: figuresSearch,
  loader: texts("figures"),
  component: lazyRouteComponent(() => import("@/features/figures/FiguresPage"), "FiguresPage"),
});

const figureRecords = createRoute({
  getParentRoute: () => staff,
  path: "/figures/records",
  validateSearch: recordsSearch,
  loader: texts("figures", "journal"),
  component: lazyRouteComponent(() => import("@/features/figures/RecordsPage"), "RecordsPage"),
});

function isOwnAddress(value: unknown): value is string {
  return typeof value === "string" && /^\/(?![/\\])/.test(value);
}

export function createAppRouter(client: QueryClient) {
  const router = createRouter({
    routeTree: root.addChildren([
      signIn,
      card,
      staff.addChildren([
        today,
        journal,
        board,
        newFinding,
        record,
        journalImports,
        journalImport,
        peopleImports,
        peopleImport,
        people,
        person,
        structure,
        access,
        account,
        figures,
        figureRecords,
      ]),
    ]),
    context: { client },
    defaultPreload: "intent",
    defaultPreloadStaleTime: 0,
    scrollRestoration: true,
  });
  // A role may come to demand a second factor in the middle of work.
  client.getQueryCache().subscribe(({ query }) => {
    const error: unknown = query.state.error;
    if (!(error instanceof Problem) || error.code !== "second_factor_missing" || router.state.location.pathname === ACCOUNT) return;
    void client.invalidateQueries({ queryKey: meQuery.queryKey }).then(() => router.navigate({ to: ACCOUNT }));
  });
  return router;
}

declare module "@tanstack/react-router" {
  interface Register {
    router: ReturnType<typeof createAppRouter>;
  }
}
