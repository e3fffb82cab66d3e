/** Branches, units and sites for fields to choose from, and by name. */
import { useQuery } from "@tanstack/react-query";

import { branchesQuery, sitesQuery, unitsQuery } from "./queries";

interface Named {
  id: string;
  name: string;
}

export interface Choice {
  value: string;
  label: string;
}

const choices = (items: readonly Named[] | undefined): Choice[] =>
  items?.map(({ id, name }) => ({ value: id, label: name })) ?? [];

export const useBranchChoices = (): Choice[] => choices(useQuery(branchesQuery).data?.items);
export const useSiteChoices = (): Choice[] => choices(useQuery(sitesQuery).data?.items);
export const useUnitChoices = (branchId: string | null): Choice[] => choices(useQuery(unitsQuery(branchId)).data?.items);

export function nameIn(among: readonly Choice[], id: string | null): string | null {
  return among.find(({ value }) => value === id)?.label ?? null;
}
