/** Branches, units and sites by name: all of them, for older records name closed ones; and to choose from: those that are open. */
import { useQuery } from "@tanstack/react-query";

import { type Choice, type Chosen, type Place, namesOf, openOnes } from "./open";
import { branchesQuery, sitesQuery, unitsQuery } from "./queries";

export type { Choice } from "./open";

const choicesOf = (places: readonly Place[] | undefined, chosen: readonly Chosen[]): Choice[] => namesOf(openOnes(places, chosen));

export const useBranchNames = (): Choice[] => namesOf(useQuery(branchesQuery).data);
export const useSiteNames = (): Choice[] => namesOf(useQuery(sitesQuery).data);
export const useUnitNames = (branchId: string | null): Choice[] => namesOf(useQuery(unitsQuery(branchId)).data);

export const useBranchChoices = (...chosen: Chosen[]): Choice[] => choicesOf(useQuery(branchesQuery).data, chosen);
export const useSiteChoices = (...chosen: Chosen[]): Choice[] => choicesOf(useQuery(sitesQuery).data, chosen);
export const useUnitChoices = (branchId: string | null, ...chosen: Chosen[]): Choice[] =>
  choicesOf(useQuery(unitsQuery(branchId)).data, chosen);

export function nameIn(among: readonly Choice[], id: string | null): string | null {
  return among.find(({ value }) => value === id)?.label ?? null;
}
