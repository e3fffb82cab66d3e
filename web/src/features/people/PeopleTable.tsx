import "mantine-datatable/styles.layer.css";

import { Anchor, Text } from "@mantine/core";
import { Link, useNavigate } from "@tanstack/react-router";
import { DataTable, type DataTableColumn } from "mantine-datatable";
import { useTranslation } from "react-i18next";

import type { PersonCard } from "@/api/schema";
import { nameIn, useBranchNames } from "@/features/structure/choices";
import { formatPhone } from "@/ui/phone";

import { MemberBadge } from "./MemberBadge";
import { fullName } from "./names";
import { type PeopleSearch, SORTS, type Sort } from "./search";

export interface ListProps {
  items: PersonCard[];
  search: PeopleSearch;
  onSort: (sort: Sort | `-${Sort}`) => void;
  fetching: boolean;
}

export function PeopleTable({ items, search, onSort, fetching }: ListProps) {
  const { t } = useTranslation("people");
  const navigate = useNavigate();
  const branches = useBranchNames();
  const sort = search.sort ?? "name";
  // The people of a segment come by name.
  const sortable = search.segment_id === undefined;
  const columns: DataTableColumn<PersonCard>[] = [
    {
      accessor: "name",
      title: t("fields.name"),
      sortable,
      render: (person) => (
        <>
          <Anchor component={Link} to={`/people/${person.id}`} size="sm" display="block" w="fit-content">
            {fullName(person)}
          </Anchor>
          {person.position && (
            <Text size="xs" c="dimmed" lineClamp={1}>
              {person.position}
            </Text>
          )}
        </>
      ),
    },
    {
      accessor: "personnel_number",
      title: t("fields.personnel_number"),
      sortable,
      width: 170,
      render: ({ personnel_number }) => <span className="number">{personnel_number ?? "—"}</span>,
    },
    {
      accessor: "branch_id",
      title: t("fields.branch"),
      width: 220,
      render: ({ branch_id, city }) => (
        <>
          <Text size="sm">{nameIn(branches, branch_id) ?? "—"}</Text>
          {city && (
            <Text size="xs" c="dimmed">
              {city}
            </Text>
          )}
        </>
      ),
    },
    {
      accessor: "is_member",
      title: t("fields.membership"),
      width: 150,
      render: ({ is_member }) => <MemberBadge isMember={is_member} />,
    },
    {
      accessor: "phone",
      title: t("fields.phone"),
      width: 180,
      visibleMediaQuery: "(min-width: 75em)",
      render: ({ private: known }) => <span className="number">{known?.phone ? formatPhone(known.phone) : "—"}</span>,
    },
  ];
  return (
    <DataTable
      columns={columns}
      records={items}
      fetching={fetching}
      highlightOnHover
      verticalSpacing="xs"
      minHeight={160}
      noRecordsText={t("nothing.title")}
      sortStatus={{ columnAccessor: sort.replace(/^-/, ""), direction: sort.startsWith("-") ? "desc" : "asc" }}
      onSortStatusChange={({ columnAccessor, direction }) => {
        const name = SORTS.find((known) => known === columnAccessor);
        if (name) onSort(direction === "desc" ? `-${name}` : name);
      }}
      onRowClick={({ record }) => void navigate({ to: "/people/$personId", params: { personId: record.id } })}
    />
  );
}
