import { infiniteQueryOptions, keepPreviousData, queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";

import { api, unwrap } from "@/api/client";
import type { PersonCard, PersonEdit, PersonIn } from "@/api/schema";

import type { JournalSearch } from "@/features/journal/search";

import type { PeopleSearch } from "./search";

const ROOT = "people";

/** People by name, number or phone, as somebody types: ё, case, a slip and the order of words do not matter. */
export const peopleQuery = (words: string) =>
  queryOptions({
    queryKey: [ROOT, "search", words],
    queryFn: ({ signal }) =>
      unwrap(api.GET("/api/v1/people", { params: { query: { ...(words ? { q: words } : {}), limit: 12 } }, signal })),
    placeholderData: keepPreviousData,
  });

export const registerQuery = ({ segment_id, ...search }: PeopleSearch) =>
  infiniteQueryOptions({
    queryKey: [ROOT, "list", segment_id, search],
    queryFn: ({ pageParam, signal }) => {
      const page = { limit: 25, total: pageParam === null, ...(pageParam ? { cursor: pageParam } : {}) };
      if (!segment_id) return unwrap(api.GET("/api/v1/people", { params: { query: { ...search, ...page } }, signal }));
      const query = { ...page, ...(search.q ? { q: search.q } : {}) };
      return unwrap(api.GET("/api/v1/segments/{segment_id}/people", { params: { path: { segment_id }, query }, signal }));
    },
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor ?? null,
  });

export const personQuery = (id: string) =>
  queryOptions({
    queryKey: [ROOT, "person", id],
    queryFn: ({ signal }) => unwrap(api.GET("/api/v1/people/{person_id}", { params: { path: { person_id: id } }, signal })),
  });

export const personHistoryQuery = (id: string) =>
  queryOptions({
    queryKey: [ROOT, "history", id],
    queryFn: ({ signal }) =>
      unwrap(api.GET("/api/v1/people/{person_id}/history", { params: { path: { person_id: id } }, signal })),
  });

export const membershipCardQuery = (id: string) =>
  queryOptions({
    queryKey: [ROOT, "membership-card", id],
    queryFn: ({ signal }) => unwrap(api.GET("/api/v1/people/{person_id}/card", { params: { path: { person_id: id } }, signal })),
  });

/** How many records of the journal a list has: under the journal's key, so that its events make it stale. */
export const journalCountQuery = (search: JournalSearch) =>
  queryOptions({
    queryKey: ["nonconformities", "count", search],
    queryFn: async ({ signal }) => {
      const page = await unwrap(
        api.GET("/api/v1/nonconformities", { params: { query: { ...search, limit: 1, total: true } }, signal }),
      );
      return page.total ?? 0;
    },
  });

/** A change of a person: the answer is the card as it became, and shown at once. */
function usePersonChange<Values>(send: (values: Values) => Promise<PersonCard>) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: send,
    onSuccess: (card) => {
      client.setQueryData(personQuery(card.id).queryKey, card);
      return client.invalidateQueries({ queryKey: [ROOT] });
    },
  });
}

const at = ({ id, version }: PersonCard) => ({ path: { person_id: id }, header: { "if-match": `"${version}"` } });

export const useRegister = () =>
  usePersonChange((body: PersonIn) => unwrap(api.POST("/api/v1/people", { body })));

export const useEdit = (person: PersonCard | null) =>
  usePersonChange((body: PersonEdit) => {
    if (!person) throw new Error("nobody to edit");
    return unwrap(api.PATCH("/api/v1/people/{person_id}", { params: at(person), body }));
  });

export const useMembership = (person: PersonCard) =>
  usePersonChange(({ act, day }: { act: "join" | "leave"; day: string }) =>
    act === "join"
      ? unwrap(api.POST("/api/v1/people/{person_id}/join", { params: at(person), body: { joined_on: day } }))
      : unwrap(api.POST("/api/v1/people/{person_id}/leave", { params: at(person), body: { left_on: day } })),
  );

export function useIssueCard(id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => unwrap(api.POST("/api/v1/people/{person_id}/card/issue", { params: { path: { person_id: id } } })),
    onSuccess: (state) => client.setQueryData(membershipCardQuery(id).queryKey, state),
  });
}
