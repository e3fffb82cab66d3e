import { Anchor, Button, Group, Stack } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";

import type { BranchCard } from "@/api/schema";

import { ClosingButton, Rows, SiteRow, UnitRow } from "./PlaceRows";
import type { Open } from "./StructureDialogs";
import type { BranchNode } from "./tree";

interface Props {
  node: BranchNode;
  onOpen: (open: Open) => void;
}

/** What belongs to a branch, and what may be done to it. */
export function BranchPanel({ node: { branch, units, sites }, onOpen }: Props) {
  const { t } = useTranslation("structure");
  return (
    <Stack gap="md">
      {branch && <BranchActs branch={branch} onOpen={onOpen} />}
      {units.length > 0 && (
        <Rows title={t("unit.title")}>
          {units.map((unit) => (
            <UnitRow key={unit.id} unit={unit} onOpen={onOpen} />
          ))}
        </Rows>
      )}
      {sites.length > 0 && (
        <Rows title={t("site.title")}>
          {sites.map((site) => (
            <SiteRow key={site.id} site={site} onOpen={onOpen} />
          ))}
        </Rows>
      )}
    </Stack>
  );
}

function BranchActs({ branch, onOpen }: { branch: BranchCard; onOpen: Props["onOpen"] }) {
  const { t } = useTranslation("structure");
  const mayEdit = branch.allowed_actions.includes("edit");
  return (
    <Group gap="xs">
      <Anchor size="sm" className="touch" renderRoot={(props) => <Link {...props} to="/people" search={{ branch_id: branch.id }} />}>
        {t("branch.people")}
      </Anchor>
      {mayEdit && (
        <Button variant="default" size="xs" onClick={() => onOpen({ kind: "branch", branch })}>
          {t("branch.edit")}
        </Button>
      )}
      {mayEdit && branch.closed_at === null && (
        <>
          <Button variant="default" size="xs" onClick={() => onOpen({ kind: "unit", unit: null, branchId: branch.id })}>
            {t("unit.add")}
          </Button>
          <Button variant="default" size="xs" onClick={() => onOpen({ kind: "site", site: null, branchId: branch.id })}>
            {t("site.add")}
          </Button>
        </>
      )}
      <ClosingButton what={{ kind: "branch", record: branch }} onOpen={onOpen} />
    </Group>
  );
}
