import { Group, SimpleGrid, Stack, Text, Title } from "@mantine/core";
import { useDocumentTitle } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { IconChartBar } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";

import { EmptyState } from "@/ui/EmptyState";
import { Refusal } from "@/ui/Refusal";

import { BreakdownCard } from "./BreakdownCard";
import { CycleCard } from "./CycleCard";
import { FiguresFilters } from "./FiguresFilters";
import { Freshness } from "./Freshness";
import { OnTimeCard } from "./OnTimeCard";
import { Tiles } from "./Tiles";
import { TrendCard } from "./TrendCard";
import { figuresQuery } from "./queries";
import { type FiguresSearch, scopeOf } from "./search";

/** The journal in figures; behind each of them is the list that it counts. */
export function FiguresPage() {
  const { t } = useTranslation("figures");
  const search = useSearch({ from: "/staff/figures" });
  const navigate = useNavigate({ from: "/figures" });
  useDocumentTitle(t("pageTitle"));
  const scope = scopeOf({ ...search });
  const { data, error, refetch } = useQuery(figuresQuery(scope, "none"));
  const change = (changes: Partial<FiguresSearch>): void => {
    void navigate({ search: (before) => ({ ...before, ...changes }), replace: true, resetScroll: false });
  };
  const chosen = Object.keys(scope).length > 0;
  const props = { scope, search, onChange: change };
  return (
    <Stack gap="md">
      <Group justify="space-between" align="baseline">
        <Title order={1} size="h2">
          {t("title")}
        </Title>
        <Freshness />
      </Group>
      <FiguresFilters search={search} onChange={change} />
      <Refusal error={error} onRetry={refetch} />
      {data?.total.filed === 0 && <EmptyState icon={IconChartBar} title={t("empty.title")} text={t(chosen ? "empty.scoped" : "empty.text")} />}
      {data?.total.filed !== 0 && (data ?? !error) && (
        <>
          <Tiles total={data?.total} scope={scope} working={search.time === "working"} />
          <TrendCard {...props} />
          <SimpleGrid cols={{ base: 1, lg: 2 }} spacing="md">
            <CycleCard total={data?.total} scope={scope} working={search.time === "working"} />
            <OnTimeCard scope={scope} />
          </SimpleGrid>
          <BreakdownCard {...props} />
          <Text size="sm" c="dimmed" maw={720}>
            {t("howCounted")}
          </Text>
        </>
      )}
    </Stack>
  );
}

export interface PartProps {
  scope: ReturnType<typeof scopeOf>;
  search: FiguresSearch;
  onChange: (changes: Partial<FiguresSearch>) => void;
}
