/** What of branches, units and sites is offered to be chosen. */

export interface Choice {
  value: string;
  label: string;
}

export interface Place {
  id: string;
  name: string;
  closed_at: string | null;
}

/** What a field holds: it stays to be chosen after it was closed. */
export type Chosen = string | null | undefined;

export const namesOf = (places: readonly Place[] | undefined): Choice[] =>
  places?.map(({ id, name }) => ({ value: id, label: name })) ?? [];

export const openOnes = <One extends Place>(places: readonly One[] | undefined, chosen: readonly Chosen[]): One[] =>
  places?.filter(({ id, closed_at }) => closed_at === null || chosen.includes(id)) ?? [];
