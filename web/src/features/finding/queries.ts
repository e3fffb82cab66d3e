import { keepPreviousData, queryOptions } from "@tanstack/react-query";

import { api, unwrap } from "@/api/client";
import type { Card, Edit, NewNonconformity } from "@/api/schema";

import type { FindingValues } from "./values";

const RARELY = 10 * 60_000;
const ALL = 200;
/** Fewer letters resemble everything. */
const ENOUGH = 8;

export const categoriesQuery = queryOptions({
  queryKey: ["categories", "active"],
  queryFn: ({ signal }) =>
    unwrap(api.GET("/api/v1/categories", { params: { query: { limit: ALL, sort: "name", active: true } }, signal })),
  staleTime: RARELY,
});

export const severitiesQuery = queryOptions({
  queryKey: ["nonconformities", "severities"],
  queryFn: ({ signal }) => unwrap(api.GET("/api/v1/nonconformities/severities", { signal })),
  staleTime: RARELY,
});

type Typed = Pick<FindingValues, "site_id" | "place" | "category_id" | "description">;

/** What may be of the same thing as what is being typed. */
export const similarToTyped = ({ site_id, place, category_id, description }: Typed) =>
  queryOptions({
    queryKey: ["nonconformities", "similar-to", site_id, place, category_id, description],
    queryFn: ({ signal }) =>
      unwrap(api.POST("/api/v1/nonconformities/similar", { body: { site_id: site_id ?? "", place, category_id, description }, signal })),
    enabled: site_id !== null && description.trim().length >= ENOUGH,
    placeholderData: keepPreviousData,
    staleTime: 60_000,
  });

export const post = (body: NewNonconformity, key: string): Promise<Card> =>
  unwrap(api.POST("/api/v1/nonconformities", { body, headers: { "Idempotency-Key": key } }));

export function correct(card: Card, body: Edit): Promise<Card> {
  if (Object.keys(body).length === 0) return Promise.resolve(card);
  return unwrap(
    api.PATCH("/api/v1/nonconformities/{record_id}", {
      params: { path: { record_id: card.id }, header: { "if-match": `"${card.version}"` } },
      body,
    }),
  );
}

