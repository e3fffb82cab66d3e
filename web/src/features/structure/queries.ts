import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";

import { api, unwrap } from "@/api/client";
import { Problem } from "@/api/problem";
import type {
  BranchCard, BranchEdit, BranchIn, NewPlace, Place, PlaceEdit, SiteCard, SiteEdit, SiteIn, UnitCard, UnitEdit, UnitIn,
} from "@/api/schema";

/** As many as a page may hold. */
const ALL = 200;
const RARELY = 10 * 60_000;

interface Part<Item> {
  items: Item[];
  next_cursor?: string | null;
}

/** All there are, closed ones too: what is closed is not chosen any more, yet older records name it. */
const EVERY = { limit: ALL, sort: "name", state: "all" } as const;

/** Page after page: a tree is searched, and an id is named, while somebody types. */
async function whole<Item>(read: (query: typeof EVERY & { cursor?: string }) => Promise<Part<Item>>): Promise<Item[]> {
  const items: Item[] = [];
  let cursor: string | null | undefined;
  do {
    const page = await read({ ...EVERY, ...(cursor ? { cursor } : {}) });
    items.push(...page.items);
    cursor = page.next_cursor;
  } while (cursor);
  return items;
}

export const branchesQuery = queryOptions({
  queryKey: ["branches", "all"],
  queryFn: ({ signal }) => whole((query) => unwrap(api.GET("/api/v1/branches", { params: { query }, signal }))),
  staleTime: RARELY,
});

export const sitesQuery = queryOptions({
  queryKey: ["sites", "all"],
  queryFn: ({ signal }) => whole((query) => unwrap(api.GET("/api/v1/sites", { params: { query }, signal }))),
  staleTime: RARELY,
});

export const unitsQuery = (branchId: string | null) =>
  queryOptions({
    queryKey: ["units", "of", branchId],
    queryFn: ({ signal }) =>
      whole((query) => unwrap(api.GET("/api/v1/units", { params: { query: { ...query, branch_id: branchId } }, signal }))),
    enabled: branchId !== null,
    staleTime: RARELY,
  });

export const allUnitsQuery = queryOptions({
  queryKey: ["units", "all"],
  queryFn: ({ signal }) => whole((query) => unwrap(api.GET("/api/v1/units", { params: { query }, signal }))),
  staleTime: RARELY,
});

/** Places of a site: under the journal's key, whose events make them stale. */
export const placesQuery = (siteId: string) =>
  queryOptions({
    queryKey: ["nonconformities", "places", siteId],
    queryFn: ({ signal }) =>
      unwrap(
        api.GET("/api/v1/nonconformities/places", {
          params: { query: { site_id: siteId, sort: "place", limit: ALL } },
          signal,
        }),
      ),
  });

function useChange<Values, Answer>(stale: readonly string[], send: (values: Values) => Promise<Answer>) {
  const client = useQueryClient();
  const refresh = () => Promise.all(stale.map((key) => client.invalidateQueries({ queryKey: [key] })));
  return useMutation({
    mutationFn: send,
    onSuccess: refresh,
    // Somebody was faster: the page shows what it has become.
    onError: (error) => {
      if (error instanceof Problem && [409, 412].includes(error.status)) void refresh();
    },
  });
}

const match = ({ version }: { version: number }) => ({ "if-match": `"${version}"` });

export const useSaveBranch = (branch: BranchCard | null) =>
  useChange(["branches", "me"], (body: BranchIn & BranchEdit) =>
    branch
      ? unwrap(api.PATCH("/api/v1/branches/{branch_id}", { params: { path: { branch_id: branch.id }, header: match(branch) }, body }))
      : unwrap(api.POST("/api/v1/branches", { body })),
  );

export const useSaveUnit = (unit: UnitCard | null, branchId: string) =>
  useChange(["units"], (body: Omit<UnitIn, "branch_id"> & UnitEdit) =>
    unit
      ? unwrap(api.PATCH("/api/v1/units/{unit_id}", { params: { path: { unit_id: unit.id }, header: match(unit) }, body }))
      : unwrap(api.POST("/api/v1/units", { body: { ...body, branch_id: branchId } })),
  );

export const useSaveSite = (site: SiteCard | null) =>
  useChange(["sites"], (body: SiteIn & SiteEdit) =>
    site
      ? unwrap(api.PATCH("/api/v1/sites/{site_id}", { params: { path: { site_id: site.id }, header: match(site) }, body }))
      : unwrap(api.POST("/api/v1/sites", { body })),
  );

export type ClosingAct = "close" | "reopen";
/** What may be closed and opened again, and the version that was looked at. */
export type Closable =
  | { kind: "branch"; record: BranchCard }
  | { kind: "unit"; record: UnitCard }
  | { kind: "site"; record: SiteCard };

const STALE_BY_CLOSING = { branch: ["branches", "me"], unit: ["units"], site: ["sites"] } as const;

export const useClosing = ({ kind, record }: Closable) =>
  useChange(STALE_BY_CLOSING[kind], (act: ClosingAct): Promise<unknown> => {
    const header = match(record);
    if (kind === "branch")
      return unwrap(api.POST(`/api/v1/branches/{branch_id}/${act}`, { params: { path: { branch_id: record.id }, header } }));
    if (kind === "unit") return unwrap(api.POST(`/api/v1/units/{unit_id}/${act}`, { params: { path: { unit_id: record.id }, header } }));
    return unwrap(api.POST(`/api/v1/sites/{site_id}/${act}`, { params: { path: { site_id: record.id }, header } }));
  });

export const useAddPlace = () =>
  useChange(["nonconformities"], (body: NewPlace) => unwrap(api.POST("/api/v1/nonconformities/places", { body })));

export const useEditPlace = () =>
  useChange(["nonconformities"], ({ place, body }: { place: Place; body: PlaceEdit }) =>
    unwrap(
      api.PATCH("/api/v1/nonconformities/places/{place_id}", { params: { path: { place_id: place.id }, header: match(place) }, body }),
    ),
  );
