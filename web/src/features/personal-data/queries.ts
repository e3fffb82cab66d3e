import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";

import { api, unwrap } from "@/api/client";
import type { EraseIn, PersonCard } from "@/api/schema";

/** How often a file that is being collected is asked for. */
const LOOK_AGAIN_MS = 1_500;

export const dataFilesQuery = (personId: string) =>
  queryOptions({
    queryKey: ["people", "data-files", personId],
    queryFn: ({ signal }) =>
      unwrap(api.GET("/api/v1/people/{person_id}/data-file", { params: { path: { person_id: personId } }, signal })),
    refetchInterval: ({ state }) => (state.data?.items.some((file) => file.state === "waiting") ? LOOK_AGAIN_MS : false),
  });

export function useRequestDataFile(personId: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => unwrap(api.POST("/api/v1/people/{person_id}/data-file", { params: { path: { person_id: personId } } })),
    onSuccess: (files) => client.setQueryData(dataFilesQuery(personId).queryKey, files),
  });
}

export function useTakeDataFile(personId: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (fileId: string) =>
      unwrap(
        api.POST("/api/v1/people/{person_id}/data-file/{file_id}/take", {
          params: { path: { person_id: personId, file_id: fileId } },
          parseAs: "blob",
        }),
      ),
    onSuccess: () => client.invalidateQueries({ queryKey: dataFilesQuery(personId).queryKey }),
  });
}

export const erasureQuery = (personId: string) =>
  queryOptions({
    queryKey: ["people", "erasure", personId],
    queryFn: ({ signal }) =>
      unwrap(api.GET("/api/v1/people/{person_id}/erasure", { params: { path: { person_id: personId } }, signal })),
    staleTime: 0,
  });

/** There is no undo. What was shown of the person is read again when the answer has been seen: see `EraseDialog`. */
export const useErase = ({ id, version }: PersonCard) =>
  useMutation({
    mutationFn: (body: EraseIn) =>
      unwrap(
        api.POST("/api/v1/people/{person_id}/erase", {
          params: { path: { person_id: id }, header: { "if-match": `"${version}"` } },
          body,
        }),
      ),
  });
