import { Button, Group, Pill } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import type { TFunction } from "i18next";
import { useTranslation } from "react-i18next";

import { categoriesQuery } from "@/features/finding/queries";
import { fullName } from "@/features/people/names";
import { personQuery } from "@/features/people/queries";
import { nameIn, useBranchNames, useSiteNames } from "@/features/structure/choices";
import { formatDay } from "@/ui/dates";

import { type FilterName, type JournalSearch, cleared, filtersOf } from "../search";

/** What the line of filters shows by itself. */
const IN_LINE: readonly FilterName[] = ["state", "severity", "overdue", "mine"];
const ON_PHONE: readonly FilterName[] = ["overdue"];

interface Props {
  search: JournalSearch;
  onChange: (changes: Partial<JournalSearch>) => void;
}

/** All that narrows the list, each to be taken away alone. */
export function ActiveFilters({ search, onChange }: Props) {
  const { t } = useTranslation("list");
  const narrow = useMediaQuery("(max-width: 48em)");
  const all = filtersOf(search);
  const names = all.filter((name) => !(narrow ? ON_PHONE : IN_LINE).includes(name));
  // The only one is taken away where it was set.
  if (names.length === 0 && all.length < 2) return null;
  return (
    <Group gap={6} role="group" aria-label={t("filters.active")}>
      {names.map((name) => (
        <Active key={name} name={name} search={search} onRemove={() => onChange({ [name]: undefined })} />
      ))}
      <Button variant="subtle" size="compact-sm" onClick={() => onChange(cleared(search))}>
        {t("filters.clear")}
      </Button>
    </Group>
  );
}

interface ActiveProps {
  name: FilterName;
  search: JournalSearch;
  onRemove: () => void;
}

function Active({ name, search, onRemove }: ActiveProps) {
  const { t } = useTranslation(["list", "journal"]);
  const named = useNamed(name, search);
  const words = named ?? wordsOf(name, search, t);
  const text = words === "" ? t(`filters.${name}`) : `${t(`filters.${name}`)}: ${words}`;
  return (
    <Pill
      size="md"
      withRemoveButton
      onRemove={onRemove}
      removeButtonProps={{ "aria-label": t("filters.remove", { text }), "aria-hidden": false, tabIndex: 0 }}
    >
      {text}
    </Pill>
  );
}

/** The name behind an id; null where there is no id. */
function useNamed(name: FilterName, search: JournalSearch): string | null {
  const branches = useBranchNames();
  const sites = useSiteNames();
  const categories = useQuery({ ...categoriesQuery, enabled: name === "category_id" }).data?.items;
  const personId = name === "responsible_id" ? search.responsible_id : name === "author_id" ? search.author_id : undefined;
  const person = useQuery({ ...personQuery(personId ?? ""), enabled: personId !== undefined }).data;
  if (name === "branch_id") return nameIn(branches, search.branch_id ?? null) ?? "…";
  if (name === "site_id") return nameIn(sites, search.site_id ?? null) ?? "…";
  if (name === "category_id") return categories?.find(({ id }) => id === search.category_id)?.name ?? "…";
  if (personId !== undefined) return person ? fullName(person) : "…";
  return null;
}

function wordsOf(name: FilterName, search: JournalSearch, t: TFunction<["list", "journal"]>): string {
  switch (name) {
    case "state":
      return search.state?.map((state) => t(`journal:states.${state}`)).join(", ") ?? "";
    case "severity":
      return search.severity?.map((severity) => t(`journal:severities.${severity}`)).join(", ") ?? "";
    case "source":
      return t(`sources.${search.source ?? "api"}`);
    case "waiting":
      return t(`waiting.${search.waiting ?? "to_do"}`);
    case "found_from":
    case "found_to":
    case "due_before":
      return formatDay(search[name] ?? "");
    default:
      return search[name as "overdue"] === false ? t("common:none") : "";
  }
}
