import { ActionIcon, Anchor, Badge, Button, Group, Stack, Text } from "@mantine/core";
import { IconPencil } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import type { SiteCard, UnitCard } from "@/api/schema";
import { useHolds } from "@/features/session/queries";

import type { Open } from "./StructureDialogs";
import type { Closable } from "./queries";

type OnOpen = (open: Open) => void;

export function UnitRow({ unit, onOpen }: { unit: UnitCard; onOpen: OnOpen }) {
  const { t } = useTranslation("structure");
  return (
    <Row
      closed={unit.closed_at !== null}
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
          aria-label={t("renameOf", { name: unit.name })}
          title={t("rename")}
          onClick={() => onOpen({ kind: "unit", unit, branchId: unit.branch_id })}
        >
          <IconPencil size={16} stroke={1.6} />
        </ActionIcon>
      )}
      <ClosingButton what={{ kind: "unit", record: unit }} onOpen={onOpen} />
    </Row>
  );
}

export function SiteRow({ site, onOpen }: { site: SiteCard; onOpen: OnOpen }) {
  const { t } = useTranslation("structure");
  const keepsPlaces = useHolds("nonconformity:configure");
  return (
    <Row name={site.name} about={[site.city, site.country].filter(Boolean).join(", ")} closed={site.closed_at !== null}>
      {keepsPlaces && site.closed_at === null && (
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
      <ClosingButton what={{ kind: "site", record: site }} onOpen={onOpen} />
    </Row>
  );
}

/** Quiet: a place is closed once in years. Absent for who may not. */
export function ClosingButton({ what, onOpen }: { what: Closable; onOpen: OnOpen }) {
  const { t } = useTranslation("structure");
  const { name, closed_at, allowed_actions } = what.record;
  const act = closed_at === null ? "close" : "reopen";
  if (!allowed_actions.includes(act)) return null;
  return (
    <Button
      variant="subtle"
      color="gray"
      c="dimmed"
      fw={400}
      size="compact-sm"
      className="touch"
      aria-label={t(`${act}.of`, { name })}
      onClick={() => onOpen({ kind: "closing", what })}
    >
      {t(`${act}.name`)}
    </Button>
  );
}

export function ClosedBadge() {
  const { t } = useTranslation("structure");
  return (
    <Badge variant="light" color="gray" style={{ flex: "none" }}>
      {t("closed")}
    </Badge>
  );
}

export function Rows({ title, children }: { title: string; children: ReactNode }) {
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

interface RowProps {
  name: ReactNode;
  about?: string;
  closed: boolean;
  children: ReactNode;
}

function Row({ name, about, closed, children }: RowProps) {
  return (
    <Group component="li" justify="space-between" gap="xs">
      <div style={{ minWidth: 0 }}>
        <Group gap="xs">
          <Text size="sm" component="div" style={{ overflowWrap: "anywhere" }} {...(closed ? { c: "dimmed" } : {})}>
            {name}
          </Text>
          {closed && <ClosedBadge />}
        </Group>
        {about && (
          <Text size="xs" c="dimmed">
            {about}
          </Text>
        )}
      </div>
      <Group gap="xs" ml="auto">
        {children}
      </Group>
    </Group>
  );
}
