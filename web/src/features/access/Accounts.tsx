import { Anchor, Button, Card, Code, Group, Select, Skeleton, Stack, Text } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconKey, IconUserPlus } from "@tabler/icons-react";
import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";

import { fullName } from "@/features/people/names";
import { EmptyState } from "@/ui/EmptyState";
import { nextPage } from "@/ui/nextPage";
import { Refusal } from "@/ui/Refusal";
import { SearchBox } from "@/ui/SearchBox";

import type { PartProps } from "./AccessPage";
import { AccountState } from "./AccountState";
import { InviteDialog } from "./InviteDialog";
import { accountsQuery } from "./queries";
import { ACCOUNT_STATES } from "./search";

/** Everybody who may come in; what may be done to an account stands on its person's card. */
export function Accounts({ search, onChange }: PartProps) {
  const { t } = useTranslation("access");
  const [inviting, { open, close }] = useDisclosure();
  const pages = useInfiniteQuery({ ...accountsQuery(search), placeholderData: keepPreviousData });
  const items = pages.data?.pages.flatMap((page) => page.items);
  const total = pages.data?.pages[0]?.total;
  return (
    <Stack>
      <Group gap="xs">
        <SearchBox value={search.q ?? ""} label={t("accounts.search")} onSearch={(q) => onChange({ q: q || undefined })} />
        <Select
          aria-label={t("accounts.state")}
          placeholder={t("accounts.state")}
          data={ACCOUNT_STATES.map((value) => ({ value, label: t(`accounts.states.${value}`) }))}
          value={search.account ?? null}
          onChange={(value) => onChange({ account: ACCOUNT_STATES.find((known) => known === value) })}
          clearable
          w={{ base: "100%", sm: 220 }}
        />
        <Button leftSection={<IconUserPlus size={18} />} onClick={open} ml={{ base: 0, sm: "auto" }}>
          {t("inviteMany.open")}
        </Button>
      </Group>
      <Refusal error={pages.error} />
      {!items && pages.isPending && <Skeleton h={240} />}
      {total != null && (
        <Text size="sm" c="dimmed" role="status">
          {t("accounts.count", { count: total })}
        </Text>
      )}
      {items?.length === 0 && <EmptyState icon={IconKey} title={t("accounts.none")} text={t("accounts.noneText")} />}
      <Stack component="ul" gap="xs" p={0} m={0} style={{ listStyle: "none" }}>
        {items?.map((account) => (
          <Card key={account.id} component="li" withBorder padding="sm">
            <Group justify="space-between" gap="xs">
              <div>
                <Anchor component={Link} to={`/people/${account.person_id}`} size="sm" fw={500}>
                  {account.person ? fullName(account.person) : t("common:unknownPerson")}
                </Anchor>
                <Text size="xs" c="dimmed">
                  {account.person?.position}
                </Text>
              </div>
              <Code fz="sm">{account.login}</Code>
            </Group>
            <AccountState account={account} />
          </Card>
        ))}
      </Stack>
      {pages.hasNextPage && (
        <Button variant="default" mx="auto" loading={pages.isFetchingNextPage} onClick={() => void nextPage(pages)}>
          {t("common:more")}
        </Button>
      )}
      {inviting && <InviteDialog onClose={close} />}
    </Stack>
  );
}
