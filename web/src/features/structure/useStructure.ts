import { useQuery } from "@tanstack/react-query";

import { allUnitsQuery, branchesQuery, sitesQuery } from "./queries";
import { type BranchNode, shownOf, treeOf } from "./tree";

interface Asked {
  words: string;
  closedToo: boolean;
}

/** The tree as it is asked for; null until all of it is read. */
export function useStructure({ words, closedToo }: Asked): { nodes: BranchNode[] | null; error: Error | null } {
  const branches = useQuery(branchesQuery);
  const sites = useQuery(sitesQuery);
  const units = useQuery(allUnitsQuery);
  const known = branches.data && sites.data && units.data && { branches: branches.data, sites: sites.data, units: units.data };
  return {
    nodes: known ? treeOf(shownOf(known, closedToo), words) : null,
    error: branches.error ?? sites.error ?? units.error,
  };
}
