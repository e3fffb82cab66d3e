/** The structure as a tree: units and sites under their branch, sites of no branch last; and what a search leaves of it. */
import type { BranchCard, SiteCard, UnitCard } from "@/api/schema";

export interface BranchNode {
  /** Null: sites that are nobody's home. */
  branch: BranchCard | null;
  units: UnitCard[];
  sites: SiteCard[];
}

export interface Parts {
  branches: readonly BranchCard[];
  units: readonly UnitCard[];
  sites: readonly SiteCard[];
}

/** What is shown of them: open ones; closed ones too when asked for, after the open ones. */
export function shownOf({ branches, units, sites }: Parts, closedToo: boolean): Parts {
  const shown = <One extends { closed_at: string | null }>(all: readonly One[]): One[] => [
    ...all.filter(({ closed_at }) => closed_at === null),
    ...all.filter(({ closed_at }) => closedToo && closed_at !== null),
  ];
  return { branches: shown(branches), units: shown(units), sites: shown(sites) };
}

export function treeOf({ branches, units, sites }: Parts, words = ""): BranchNode[] {
  const sought = plain(words);
  const nodes = [...branches, null].map((branch): BranchNode => ({
    branch,
    units: branch ? units.filter(({ branch_id }) => branch_id === branch.id) : [],
    sites: sites.filter(({ branch_id }) => branch_id === (branch?.id ?? null)),
  }));
  if (!sought) return nodes.filter(({ branch, sites: own }) => branch !== null || own.length > 0);
  return nodes.flatMap((node) => {
    // A branch that is found is shown whole.
    if (node.branch && says([node.branch.name, node.branch.city], sought)) return [node];
    const left = {
      ...node,
      units: node.units.filter(({ name }) => says([name], sought)),
      sites: node.sites.filter((site) => says([site.name, site.city, site.country, ...site.aliases], sought)),
    };
    return left.units.length + left.sites.length > 0 ? [left] : [];
  });
}

const says = (texts: readonly (string | null)[], sought: string): boolean => texts.some((text) => text !== null && plain(text).includes(sought));

const plain = (text: string): string => text.trim().toLowerCase().replaceAll("ё", "е");
