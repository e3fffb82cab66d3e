import { useMe } from "@/features/session/queries";
import { type Choice, useBranchChoices } from "@/features/structure/choices";

/** The branches that the viewer may file in, and the one that is meant when nothing else is said. */
export function useOwnBranches(): { branches: Choice[]; own: string | null } {
  const me = useMe();
  const all = useBranchChoices();
  const held = me.permissions["nonconformity:file"] ?? [];
  const branches = held === "*" ? all : all.filter(({ value }) => held.includes(value));
  const home = me.person?.branch_id ?? null;
  const mayAtHome = home !== null && (held === "*" || held.includes(home));
  return { branches, own: mayAtHome ? home : held !== "*" && held.length === 1 ? (held[0] ?? null) : null };
}
