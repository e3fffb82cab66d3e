import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";

import { api, unwrap } from "@/api/client";
import type {
  BranchCard, BranchEdit, BranchIn, NewPlace, Place, PlaceEdit, SiteCard, SiteEdit, SiteIn, UnitCard, UnitEdit, UnitIn,
} from "@/api/schema";

/** More branches or sites than this are looked up by typing, not chosen from a list. */
const ALL = 200;
const RARELY = 10 * 60_000;

export const branchesQuery = queryOptions({
  queryKey: ["branches", "all"],
  queryFn: ({ signal }) => unwrap(api.GET("/api/v1/branches", { params: { query: { limit: ALL, sort: "name" } }, signal })),
  staleTime: RARELY,
});

export const sitesQuery = queryOptions({
  queryKey: ["sites", "all"],
  queryFn: ({ signal }) => unwrap(api.GET("/api/v1/sites", { params: { query: { limit: ALL, sort: "name" } }, signal })),
  staleTime: RARELY,
});

export const unitsQuery = (branchId: string | null) =>
  queryOptions({
    queryKey: ["units", "of", branchId],
    queryFn: ({ signal }) =>
      unwrap(
        api.GET("/api/v1/units", {
          params: { query: { limit: ALL, sort: "name", ...(branchId ? { branch_id: branchId } : {}) } },
          signal,
        }),
      ),
    enabled: branchId !== null,
    staleTime: RARELY,
  });

/** Every unit of every branch, page after page: the tree is searched while somebody types. */
export const allUnitsQuery = queryOptions({
  queryKey: ["units", "all"],
  queryFn: async ({ signal }) => {
    const units: UnitCard[] = [];
    let cursor: string | null | undefined = null;
    do {
      const query = { limit: ALL, sort: "name", ...(cursor ? { cursor } : {}) };
      const page: { items: UnitCard[]; next_cursor?: string | null } = await unwrap(
        api.GET("/api/v1/units", { params: { query }, signal }),
      );
      units.push(...page.items);
      cursor = page.next_cursor;
    } while (cursor);
    return units;
  },
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
  return useMutation({
    mutationFn: send,
    onSuccess: () => Promise.all(stale.map((key) => client.invalidateQueries({ queryKey: [key] }))),
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

export const useAddPlace = () =>
  useChange(["nonconformities"], (body: NewPlace) => unwrap(api.POST("/api/v1/nonconformities/places", { body })));

export const useEditPlace = () =>
  useChange(["nonconformities"], ({ place, body }: { place: Place; body: PlaceEdit }) =>
    unwrap(
      api.PATCH("/api/v1/nonconformities/places/{place_id}", { params: { path: { place_id: place.id }, header: match(place) }, body }),
    ),
  );
