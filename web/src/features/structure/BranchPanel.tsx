import { ActionIcon, Anchor, Button, Group, Stack, Text } from "@mantine/core";
import { IconPencil } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import type { SiteCard } from "@/api/schema";
import { useHolds } from "@/features/session/queries";

import type { Open } from "./StructureDialogs";
import type { BranchNode } from "./tree";

interface Props {
  node: BranchNode;
  onOpen: (open: Open) => void;
}

/** What belongs to a branch, and what may be done to it. */
export function BranchPanel({ node: { branch, units, sites }, onOpen }: Props) {
  const { t } = useTranslation("structure");
  const mayEdit = branch?.allowed_actions.includes("edit") ?? false;
  return (
    <Stack gap="md">
      {branch && (
        <Group gap="xs">
          <Anchor size="sm" className="touch" renderRoot={(props) => <Link {...props} to="/people" search={{ branch_id: branch.id }} />}>
            {t("branch.people")}
          </Anchor>
          {mayEdit && (
            <>
              <Button variant="default" size="xs" onClick={() => onOpen({ kind: "branch", branch })}>
                {t("branch.edit")}
              </Button>
              <Button variant="default" size="xs" onClick={() => onOpen({ kind: "unit", unit: null, branchId: branch.id })}>
                {t("unit.add")}
              </Button>
              <Button variant="default" size="xs" onClick={() => onOpen({ kind: "site", site: null, branchId: branch.id })}>
                {t("site.add")}
              </Button>
            </>
          )}
        </Group>
      )}
      {units.length > 0 && (
        <Rows title={t("unit.title")}>
          {units.map((unit) => (
            <Row
              key={unit.id}
              name={
                <Anchor
                  size="sm"
                  className="touch"
                  title={t("unit.peopleOf", { name: unit.name })}
                  renderRoot={(props) => <Link {...props} to="/people" search={{ branch_id: unit.branch_id, unit_id: unit.id }} />}
                >
                  {unit.name}
                </Anchor>
              }
            >
              {unit.allowed_actions.includes("edit") && (
                <ActionIcon
                  variant="subtle"
                  color="gray"
                  aria-label={t("editOf", { name: unit.name })}
                  title={t("rename")}
                  onClick={() => onOpen({ kind: "unit", unit, branchId: unit.branch_id })}
                >
                  <IconPencil size={16} stroke={1.6} />
                </ActionIcon>
              )}
            </Row>
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

function SiteRow({ site, onOpen }: { site: SiteCard; onOpen: (open: Open) => void }) {
  const { t } = useTranslation("structure");
  const keepsPlaces = useHolds("nonconformity:configure");
  return (
    <Row name={site.name} about={[site.city, site.country].filter(Boolean).join(", ")}>
      {keepsPlaces && (
        <Button variant="light" size="compact-sm" aria-label={t("place.openOf", { name: site.name })} onClick={() => onOpen({ kind: "places", site })}>
          {t("place.open")}
        </Button>
      )}
      {site.allowed_actions.includes("edit") && (
        <Button
          variant="subtle"
          size="compact-sm"
          aria-label={t("editOf", { name: site.name })}
          onClick={() => onOpen({ kind: "site", site, branchId: site.branch_id })}
        >
          {t("edit")}
        </Button>
      )}
    </Row>
  );
}

function Rows({ title, children }: { title: string; children: ReactNode }) {
  return (
    <div>
      <Text size="xs" c="dimmed" mb={4}>
        {title}
      </Text>
      <Stack component="ul" gap={4} p={0} m={0} style={{ listStyle: "none" }} aria-label={title}>
        {children}
      </Stack>
    </div>
  );
}

function Row({ name, about, children }: { name: ReactNode; about?: string; children: ReactNode }) {
  return (
    <Group component="li" justify="space-between" gap="xs">
      <div style={{ minWidth: 0 }}>
        <Text size="sm" component="div" style={{ overflowWrap: "anywhere" }}>
          {name}
        </Text>
        {about && (
          <Text size="xs" c="dimmed">
            {about}
          </Text>
        )}
      </div>
      <Group gap="xs" wrap="nowrap">
        {children}
      </Group>
    </Group>
  );
}
