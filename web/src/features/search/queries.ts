import { keepPreviousData, queryOptions } from "@tanstack/react-query";

import { api, unwrap } from "@/api/client";

const FIRST = 6;

/** A word that was typed on before the answer came is asked for no longer. */
export const foundRecordsQuery = (words: string) =>
  queryOptions({
    queryKey: ["nonconformities", "found", words],
    queryFn: ({ signal }) => unwrap(api.GET("/api/v1/nonconformities", { params: { query: { q: words, limit: FIRST } }, signal })),
    placeholderData: keepPreviousData,
    enabled: words !== "",
  });

export const foundPeopleQuery = (words: string) =>
  queryOptions({
    queryKey: ["people", "found", words],
    queryFn: ({ signal }) => unwrap(api.GET("/api/v1/people", { params: { query: { q: words, limit: FIRST } }, signal })),
    placeholderData: keepPreviousData,
    enabled: words !== "",
  });
