/** Findings for the stories, filed through the API. */
import type { Api } from "./api";

export interface Finding {
  id: string;
  number: string;
  description: string;
}

interface Named {
  id: string;
  name: string;
}

let filed = 0;

/** A word that nothing else in the journal has: specs share one union. */
export const unique = (): string => `проба${Date.now().toString(36)}${(filed += 1).toString(36)}`;

/** The same for somebody's card, where a name has no digits. */
export const surname = (word: string): string =>
  `Пробина${word.replaceAll(/[a-z0-9]/g, (sign) => String.fromCodePoint(0x430 + (Number.parseInt(sign, 36) % 32)))}`;

export async function place(api: Api): Promise<{ site: Named; category: Named }> {
  const { items: sites } = await api.get<{ items: Named[] }>("/sites", { q: "Балаковская", limit: 1 });
  const { items: categories } = await api.get<{ items: Named[] }>("/categories", { limit: 1 });
  const [site, category] = [sites[0], categories[0]];
  if (!site || !category) throw new Error("the union has no Балаковская АЭС or no categories");
  return { site, category };
}

export async function file(api: Api, changes: Record<string, unknown> = {}): Promise<Finding> {
  const { site, category } = await place(api);
  const description = `Ступень маршевой лестницы сломана, ограждения нет (${unique()})`;
  return api.post<Finding>("/nonconformities", {
    site_id: site.id,
    category_id: category.id,
    place: "машинный зал, отметка 8",
    severity: "high",
    description,
    ...changes,
  });
}

/** With this person to answer for it. */
export async function assigned(api: Api, finding: Finding, { id }: { id: string }): Promise<void> {
  await api.post(`/nonconformities/${finding.id}/assign`, { responsible_id: id, co_executor_ids: [], observer_ids: [], due_on: null, reason: null });
}
