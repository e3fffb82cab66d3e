import { Button, Card, Group, Select, Skeleton, Stack, Text } from "@mantine/core";
import { IconShieldCheck } from "@tabler/icons-react";
import { keepPreviousData, useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";

import { useBranchChoices } from "@/features/structure/choices";
import { EmptyState } from "@/ui/EmptyState";
import { nextPage } from "@/ui/nextPage";
import { Refusal } from "@/ui/Refusal";

import type { PartProps } from "./AccessPage";
import { Grant } from "./Grant";
import { allGrantsQuery, rolesQuery } from "./queries";
import { GRANT_STATES } from "./search";
import { useWithdrawal } from "./useWithdrawal";

/** Who holds which role where, and who gave and took it back when. */
export function Grants({ search, onChange }: PartProps) {
  const { t, i18n } = useTranslation("access");
  const pages = useInfiniteQuery({ ...allGrantsQuery(search), placeholderData: keepPreviousData });
  const { data: roles } = useQuery(rolesQuery);
  const branches = useBranchChoices(search.branch_id);
  const { ask, error } = useWithdrawal();
  const items = pages.data?.pages.flatMap((page) => page.items);
  const total = pages.data?.pages[0]?.total;
  const names = roles?.items.map((role) => ({ value: role.code, label: i18n.language === "ru" ? role.name_ru : role.name_en }));
  return (
    <Stack>
      <Group gap="xs">
        <Select
          aria-label={t("role")}
          placeholder={t("role")}
          data={names ?? []}
          value={search.role ?? null}
          onChange={(role) => onChange({ role: role ?? undefined })}
          searchable
          clearable
          w={{ base: "100%", sm: 260 }}
        />
        <Select
          aria-label={t("branch")}
          placeholder={t("branch")}
          data={branches}
          value={search.branch_id ?? null}
          onChange={(branch_id) => onChange({ branch_id: branch_id ?? undefined })}
          searchable
          clearable
          w={{ base: "100%", sm: 220 }}
        />
        <Select
          aria-label={t("grants.state")}
          placeholder={t("grants.state")}
          data={GRANT_STATES.map((value) => ({ value, label: t(`states.${value}`) }))}
          value={search.grant ?? null}
          onChange={(value) => onChange({ grant: GRANT_STATES.find((known) => known === value) })}
          clearable
          w={{ base: "100%", sm: 200 }}
        />
      </Group>
      <Refusal error={pages.error ?? error} />
      {!items && pages.isPending && <Skeleton h={240} />}
      {total != null && (
        <Text size="sm" c="dimmed" role="status">
          {t("grants.count", { count: total })}
        </Text>
      )}
      {items?.length === 0 && <EmptyState icon={IconShieldCheck} title={t("grants.none")} text={t("grants.noneText")} />}
      <Stack component="ul" gap="xs" p={0} m={0} style={{ listStyle: "none" }}>
        {items?.map((grant) => (
          <Card key={grant.id} component="li" withBorder padding="sm">
            <Grant grant={grant} onWithdraw={ask} withPerson />
          </Card>
        ))}
      </Stack>
      {pages.hasNextPage && (
        <Button variant="default" mx="auto" loading={pages.isFetchingNextPage} onClick={() => void nextPage(pages)}>
          {t("common:more")}
        </Button>
      )}
    </Stack>
  );
}
