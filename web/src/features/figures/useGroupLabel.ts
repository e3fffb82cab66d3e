import { useQuery } from "@tanstack/react-query";

import { figuresQuery, inspectorsQuery, responsiblesQuery } from "./queries";
import { type RecordsSearch, scopeOf } from "./search";

/** What the group is called whose list is shown: known where somebody comes from the figures, asked for after a reload. */
export function useGroupLabel(search: RecordsSearch): string | undefined {
  const { group_by: by, group } = search;
  const scope = scopeOf({ ...search });
  const person = by === "responsible" || by === "inspector";
  // A week and a month of finding open the journal itself.
  const grouping = person || by === undefined || by === "week" || by === "month" ? "none" : by;
  const groups = useQuery({ ...figuresQuery(scope, grouping), enabled: grouping !== "none" });
  const responsibles = useQuery({ ...responsiblesQuery(scope), enabled: by === "responsible" });
  const inspectors = useQuery({ ...inspectorsQuery(scope), enabled: by === "inspector" });
  if (person) return (by === "responsible" ? responsibles : inspectors).data?.items.find(({ id }) => id === group)?.name;
  return groups.data?.groups.find(({ key }) => key === group)?.label;
}
