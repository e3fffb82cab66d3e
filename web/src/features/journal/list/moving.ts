/** Views used to be kept by the browser; those that are still there go to the account, once. */
import { Problem } from "@/api/problem";
import type { ViewIn } from "@/api/schema";

import { type JournalSearch, journalSearch } from "../search";
import { filtersText } from "./views";

export interface KeptView {
  name: string;
  search: JournalSearch;
}

export function readViews(raw: unknown): KeptView[] {
  if (!Array.isArray(raw)) return [];
  return raw.flatMap((view: unknown) => {
    if (typeof view !== "object" || view === null || !("name" in view) || !("search" in view)) return [];
    const { name, search } = view;
    if (typeof name !== "string" || !name.trim() || typeof search !== "object" || search === null) return [];
    return [{ name, search: journalSearch(search as Record<string, unknown>) }];
  });
}

/** Sends them one after the other. The answer: those to be sent another day, since the service is away; a refused one is
 * not asked again (most often the account has a view of that name). */
export async function moveViews(kept: readonly KeptView[], send: (view: ViewIn) => Promise<unknown>): Promise<KeptView[]> {
  for (const [at, { name, search }] of kept.entries()) {
    try {
      await send({ name, filters: filtersText(search), sort: search.sort ?? null });
    } catch (error) {
      if (!(error instanceof Problem) || error.willPass) return kept.slice(at);
    }
  }
  return [];
}
