import { Stack, Tabs, Title } from "@mantine/core";
import { useDocumentTitle } from "@mantine/hooks";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";

import { Accounts } from "./Accounts";
import { Grants } from "./Grants";
import { Roles } from "./Roles";
import { type AccessSearch, TABS } from "./search";

export interface PartProps {
  search: AccessSearch;
  onChange: (changes: Partial<AccessSearch>) => void;
}

/** Who comes in, what roles are, and who holds which. */
export function AccessPage() {
  const { t } = useTranslation("access");
  const search = useSearch({ from: "/staff/access" });
  const navigate = useNavigate({ from: "/access" });
  useDocumentTitle(t("pageTitle"));
  const change = (changes: Partial<AccessSearch>): void => {
    void navigate({ search: (before) => ({ ...before, ...changes }), replace: true });
  };
  const tab = search.tab ?? "accounts";
  return (
    <Stack gap="md" maw={960}>
      <Title order={1} size="h2">
        {t("title")}
      </Title>
      <Tabs
        value={tab}
        keepMounted={false}
        onChange={(chosen) => {
          const next = TABS.find((known) => known === chosen);
          if (next) void navigate({ search: { tab: next }, replace: true });
        }}
      >
        <Tabs.List mb="md">
          {TABS.map((name) => (
            <Tabs.Tab key={name} value={name}>
              {t(`tabs.${name}`)}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <Tabs.Panel value="accounts">
          <Accounts search={search} onChange={change} />
        </Tabs.Panel>
        <Tabs.Panel value="roles">
          <Roles />
        </Tabs.Panel>
        <Tabs.Panel value="grants">
          <Grants search={search} onChange={change} />
        </Tabs.Panel>
      </Tabs>
    </Stack>
  );
}
