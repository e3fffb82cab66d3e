/** The imports of both kinds: the API has the same routes for each. */
import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";

import { api, unwrap } from "@/api/client";
import type { HeadingSynonyms, ImportCard } from "@/api/schema";
import { type FormOrder, sendForm } from "@/api/sendForm";

import { isRunning } from "./states";

export type Kind = "people" | "journal";
/** Column number -> the field that it maps to, or null for a column that is left out. */
type Mapping = Record<string, string | null>;

const PATHS = { people: "/api/v1/people/imports", journal: "/api/v1/nonconformities/imports" } as const;
const ROOT = "imports";
const AGAIN_MS = 400;
/** An answer at once: how far it is, the screen asks by itself. */
const AT_ONCE = { prefer: "wait=0" };

const at = (id: string) => ({ path: { import_id: id }, header: AT_ONCE });

export const importsQuery = (kind: Kind) =>
  queryOptions({
    queryKey: [ROOT, kind, "list"],
    queryFn: ({ signal }) => unwrap(api.GET(PATHS[kind], { params: { query: { limit: 10 } }, signal })),
    staleTime: 0,
  });

export const importQuery = (kind: Kind, id: string) =>
  queryOptions({
    queryKey: [ROOT, kind, "one", id],
    queryFn: ({ signal }) => unwrap(api.GET(`${PATHS[kind]}/{import_id}`, { params: { path: { import_id: id } }, signal })),
    refetchInterval: ({ state }) => (state.data && isRunning(state.data.state) ? AGAIN_MS : false),
  });

export const headingsQuery = (kind: Kind) =>
  queryOptions({
    queryKey: [ROOT, kind, "headings"],
    queryFn: ({ signal }) => unwrap(api.GET(`${PATHS[kind]}/synonyms`, { signal })),
  });

export async function sendFile(kind: Kind, file: File, order: Pick<FormOrder, "key" | "onProgress" | "signal">): Promise<ImportCard> {
  const form = new FormData();
  form.append("file", file, file.name);
  return (await sendForm({ ...order, form, path: PATHS[kind], headers: { Prefer: AT_ONCE.prefer } })) as ImportCard;
}

/** A step of an import: the answer says where it is now. */
function useStep<Order>(kind: Kind, id: string, send: (order: Order) => Promise<ImportCard>) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: send,
    onSuccess: (card) => client.setQueryData(importQuery(kind, id).queryKey, card),
    // Refused: it may be elsewhere by now.
    onError: () => client.invalidateQueries({ queryKey: importQuery(kind, id).queryKey }),
  });
}

export const useCheckAgain = (kind: Kind, id: string) =>
  useStep(kind, id, (mapping: Mapping) => unwrap(api.POST(`${PATHS[kind]}/{import_id}/check`, { params: at(id), body: { mapping } })));

type Step = "apply" | "undo" | "cancel";

export const useStepOf = (kind: Kind, id: string) =>
  useStep(kind, id, (step: Step) => unwrap(api.POST(`${PATHS[kind]}/{import_id}/${step}`, { params: at(id) })));

/** Teaches headings for the files to come, beside those that are known already. */
export function useTeach(kind: Kind) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: async (taught: HeadingSynonyms["items"]) => {
      const { items } = await client.query({ ...headingsQuery(kind), staleTime: 0 });
      const others = items.filter(({ heading }) => !taught.some((one) => one.heading === heading));
      await unwrap(api.PUT(`${PATHS[kind]}/synonyms`, { body: { items: [...others, ...taught] } }));
    },
    onSuccess: () => client.invalidateQueries({ queryKey: headingsQuery(kind).queryKey }),
  });
}
