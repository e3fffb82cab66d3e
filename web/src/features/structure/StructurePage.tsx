import { Accordion, Button, Group, Skeleton, Stack, Switch, Text, TextInput, Title } from "@mantine/core";
import { useDocumentTitle } from "@mantine/hooks";
import { IconPlus, IconSearch, IconSitemap } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { useHolds, useMe } from "@/features/session/queries";
import { EmptyState } from "@/ui/EmptyState";
import { Refusal } from "@/ui/Refusal";

import { BranchPanel } from "./BranchPanel";
import { ClosedBadge } from "./PlaceRows";
import { type Open, StructureDialogs } from "./StructureDialogs";
import type { BranchNode } from "./tree";
import { useStructure } from "./useStructure";

const HOMELESS = "none";
const keyOf = ({ branch }: BranchNode): string => branch?.id ?? HOMELESS;

/** Branches with their units and sites, and the places whose posters hang there. */
export function StructurePage() {
  const { t } = useTranslation("structure");
  useDocumentTitle(t("pageTitle"));
  const [words, setWords] = useState("");
  const [closedToo, setClosedToo] = useState(false);
  const [opened, setOpened] = useState<string[]>([]);
  const [dialog, setDialog] = useState<Open | null>(null);
  const mayEdit = useHolds("people:edit_structure");
  const everywhere = useMe().permissions["people:edit_structure"] === "*";
  const { nodes, error } = useStructure({ words, closedToo });
  return (
    <Stack gap="md" maw={960}>
      <Group justify="space-between">
        <Title order={1} size="h2">
          {t("title")}
        </Title>
        <Group gap="xs">
          {mayEdit && everywhere && (
            <>
              <Button variant="default" leftSection={<IconPlus size={16} />} onClick={() => setDialog({ kind: "site", site: null, branchId: null })}>
                {t("site.add")}
              </Button>
              <Button leftSection={<IconPlus size={16} />} onClick={() => setDialog({ kind: "branch", branch: null })}>
                {t("branch.add")}
              </Button>
            </>
          )}
        </Group>
      </Group>
      <Text c="dimmed">{t("about")}</Text>
      <Group gap="md">
        <TextInput
          type="search"
          placeholder={t("search")}
          aria-label={t("search")}
          leftSection={<IconSearch size={16} />}
          value={words}
          onChange={({ currentTarget }) => setWords(currentTarget.value)}
          maw={420}
          w="100%"
        />
        <Switch label={t("showClosed")} checked={closedToo} onChange={({ currentTarget }) => setClosedToo(currentTarget.checked)} />
      </Group>
      <Refusal error={error} />
      {!nodes && !error && <Skeleton h={320} />}
      {nodes?.length === 0 && (
        <EmptyState icon={IconSitemap} title={t(words ? "nothing.title" : "empty.title")} text={t(words ? "nothing.text" : "empty.text")} />
      )}
      {nodes && nodes.length > 0 && (
        <Accordion
          multiple
          variant="contained"
          order={2}
          value={words.trim() ? nodes.map(keyOf) : opened}
          onChange={setOpened}
        >
          {nodes.map((node) => (
            <Accordion.Item key={keyOf(node)} value={keyOf(node)}>
              <Accordion.Control>
                <NodeName node={node} />
              </Accordion.Control>
              <Accordion.Panel>
                <BranchPanel node={node} onOpen={setDialog} />
              </Accordion.Panel>
            </Accordion.Item>
          ))}
        </Accordion>
      )}
      {dialog && <StructureDialogs open={dialog} onClose={() => setDialog(null)} />}
    </Stack>
  );
}

/** How many it has: of those that are open. */
function NodeName({ node: { branch, units, sites } }: { node: BranchNode }) {
  const { t } = useTranslation("structure");
  const open = (all: readonly { closed_at: string | null }[]): number => all.filter(({ closed_at }) => closed_at === null).length;
  return (
    <>
      <Group gap="xs">
        <Text fw={500} {...(branch?.closed_at ? { c: "dimmed" } : {})}>
          {branch?.name ?? t("homeless")}
        </Text>
        {branch?.closed_at && <ClosedBadge />}
      </Group>
      <Text size="sm" c="dimmed">
        {[branch?.city, branch && t("unit.count", { count: open(units) }), t("site.count", { count: open(sites) })].filter(Boolean).join(" · ")}
      </Text>
    </>
  );
}
