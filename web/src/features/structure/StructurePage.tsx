import { Accordion, Button, Group, Skeleton, Stack, Text, TextInput, Title } from "@mantine/core";
import { useDocumentTitle } from "@mantine/hooks";
import { IconPlus, IconSearch, IconSitemap } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { useHolds, useMe } from "@/features/session/queries";
import { EmptyState } from "@/ui/EmptyState";
import { Refusal } from "@/ui/Refusal";

import { BranchPanel } from "./BranchPanel";
import { type Open, StructureDialogs } from "./StructureDialogs";
import { allUnitsQuery, branchesQuery, sitesQuery } from "./queries";
import { type BranchNode, treeOf } from "./tree";

const HOMELESS = "none";
const keyOf = ({ branch }: BranchNode): string => branch?.id ?? HOMELESS;

/** Branches with their units and sites, and the places whose posters hang there. */
export function StructurePage() {
  const { t } = useTranslation("structure");
  useDocumentTitle(t("pageTitle"));
  const branches = useQuery(branchesQuery);
  const sites = useQuery(sitesQuery);
  const units = useQuery(allUnitsQuery);
  const [words, setWords] = useState("");
  const [opened, setOpened] = useState<string[]>([]);
  const [dialog, setDialog] = useState<Open | null>(null);
  const mayEdit = useHolds("people:edit_structure");
  const everywhere = useMe().permissions["people:edit_structure"] === "*";
  const error = branches.error ?? sites.error ?? units.error;
  const nodes =
    branches.data && sites.data && units.data
      ? treeOf({ branches: branches.data.items, sites: sites.data.items, units: units.data }, words)
      : null;
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
                <Text fw={500}>{node.branch?.name ?? t("homeless")}</Text>
                <Text size="sm" c="dimmed">
                  {[
                    node.branch?.city,
                    node.branch && t("unit.count", { count: node.units.length }),
                    t("site.count", { count: node.sites.length }),
                  ]
                    .filter(Boolean)
                    .join(" · ")}
                </Text>
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
