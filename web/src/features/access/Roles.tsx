import { Anchor, Badge, Button, Card, Group, Skeleton, Stack, Text } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import type { PermissionCard, RoleCard } from "@/api/schema";
import { useMe } from "@/features/session/queries";
import { Refusal } from "@/ui/Refusal";

import { RoleDialog } from "./RoleDialog";
import { permissionsQuery, rolesQuery } from "./queries";

/** What a role lets its holders do, in plain words; who holds it is a click away. */
export function Roles() {
  const { t, i18n } = useTranslation("access");
  const roles = useQuery(rolesQuery);
  const permissions = useQuery(permissionsQuery(i18n.language));
  const [open, setOpen] = useState<RoleCard | "new" | null>(null);
  const everywhere = useMe().permissions["people:manage_access"] === "*";
  const error = roles.error ?? permissions.error;
  return (
    <Stack>
      <Group justify="space-between">
        <Text c="dimmed" maw={560}>
          {t("roleList.about")}
        </Text>
        {everywhere && (
          <Button leftSection={<IconPlus size={16} />} onClick={() => setOpen("new")}>
            {t("roleList.add")}
          </Button>
        )}
      </Group>
      <Refusal error={error} />
      {(!roles.data || !permissions.data) && !error && <Skeleton h={320} />}
      {permissions.data && (
        <Stack component="ul" gap="xs" p={0} m={0} style={{ listStyle: "none" }}>
          {roles.data?.items.map((role) => (
            <Role key={role.id} role={role} known={permissions.data.items} onOpen={setOpen} />
          ))}
        </Stack>
      )}
      {open && permissions.data && (
        <RoleDialog role={open === "new" ? null : open} known={permissions.data.items} onClose={() => setOpen(null)} />
      )}
    </Stack>
  );
}

interface RoleProps {
  role: RoleCard;
  known: readonly PermissionCard[];
  onOpen: (role: RoleCard) => void;
}

function Role({ role, known, onOpen }: RoleProps) {
  const { t, i18n } = useTranslation("access");
  const name = i18n.language === "ru" ? role.name_ru : role.name_en;
  const held = known.filter(({ code }) => role.permissions.includes(code));
  return (
    <Card component="li" withBorder padding="sm">
      <Group justify="space-between" wrap="nowrap" align="flex-start">
        <Group gap="xs">
          <Text fw={500}>{name}</Text>
          {role.system && <Badge variant="light" color="gray">{t("roleList.system")}</Badge>}
        </Group>
        {role.allowed_actions.includes("edit") && (
          <Button variant="subtle" size="sm" style={{ flex: "none" }} aria-label={t("roleList.editOf", { role: name })} onClick={() => onOpen(role)}>
            {t("roleList.change")}
          </Button>
        )}
      </Group>
      <Text size="sm" c="dimmed" maw={860}>
        {held.length === known.length ? t("roleList.everything") : held.map((one) => one.name).join(" · ") || t("roleList.nothing")}
      </Text>
      <Anchor
        size="sm"
        w="fit-content"
        className="touch"
        underline="always"
        c="patina"
        renderRoot={(props) => <Link {...props} to="/access" search={{ tab: "grants", role: role.code, grant: "in_force" }} />}
      >
        {t("roleList.holders")}
      </Anchor>
    </Card>
  );
}
