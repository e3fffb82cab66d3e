import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";

import type { FieldCard } from "@/api/schema";
import { rolesQuery } from "@/features/access/queries";
import { type Choice, nameIn, useBranchChoices, useBranchNames, useSiteChoices } from "@/features/structure/choices";
import { openOnes } from "@/features/structure/open";
import { allUnitsQuery } from "@/features/structure/queries";

/** What a field's values are chosen from, with those that are `chosen`; null when they are typed. */
export function useValueChoices(field: FieldCard, chosen: readonly string[]): readonly Choice[] | null {
  const { i18n } = useTranslation();
  const branches = useBranchChoices(...chosen);
  const branchNames = useBranchNames();
  const sites = useSiteChoices(...chosen);
  const units = useQuery({ ...allUnitsQuery, enabled: field.source === "/api/v1/units" });
  const roles = useQuery({ ...rolesQuery, enabled: field.source === "/api/v1/roles" });
  switch (field.source) {
    case "/api/v1/branches":
      return branches;
    case "/api/v1/sites":
      return sites;
    case "/api/v1/units":
      // Workshops of different branches are called alike.
      return openOnes(units.data, chosen).map(({ id, name, branch_id }) => ({
        value: id,
        label: `${name}, ${nameIn(branchNames, branch_id) ?? ""}`,
      }));
    case "/api/v1/roles":
      return (roles.data?.items ?? []).map((role) => ({ value: role.code, label: i18n.language === "ru" ? role.name_ru : role.name_en }));
    default:
      return field.choices.length > 0 ? field.choices.map(({ value, label }) => ({ value, label })) : null;
  }
}
