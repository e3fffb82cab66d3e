import { Anchor, AppShell, Burger, Group, Image, NavLink, ScrollArea, Text } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconChartBar, IconChecklist, IconListDetails, IconShieldLock, IconSitemap, IconUsers } from "@tabler/icons-react";
import { Link, Outlet, useRouterState } from "@tanstack/react-router";
import { type ComponentType, useEffect } from "react";
import { useTranslation } from "react-i18next";

import { AfterUpgrade } from "@/features/changelog/AfterUpgrade";
import { Bell } from "@/features/news/Bell";
import { SearchButton } from "@/features/search/SearchButton";
import { useMe } from "@/features/session/queries";

import { ConnectionNotice } from "./ConnectionNotice";
import { GlobalKeys } from "./GlobalKeys";
import classes from "./Shell.module.css";
import { ShellFoot } from "./ShellFoot";
import { UserMenu } from "./UserMenu";
import { useFocusOnArrival } from "./useFocusOnArrival";

interface Section {
  to: "/" | "/journal" | "/people" | "/structure" | "/access" | "/figures";
  label: string;
  icon: ComponentType<{ size?: number; stroke?: number }>;
  /** Who does not hold it anywhere finds nothing there. */
  permission?: string;
}

const SECTIONS: readonly Section[] = [
  { to: "/", label: "nav.today", icon: IconChecklist },
  { to: "/journal", label: "nav.journal", icon: IconListDetails },
  { to: "/people", label: "nav.people", icon: IconUsers },
  { to: "/structure", label: "nav.structure", icon: IconSitemap },
  { to: "/access", label: "nav.access", icon: IconShieldLock, permission: "people:manage_access" },
  { to: "/figures", label: "nav.figures", icon: IconChartBar },
];

export function Shell() {
  const { t } = useTranslation();
  const [opened, { toggle, close }] = useDisclosure();
  const { permissions } = useMe();
  const shown = SECTIONS.filter(({ permission }) => !permission || permission in permissions);
  const path = useRouterState({ select: (state) => state.location.pathname });
  useEffect(close, [path, close]);
  const main = useFocusOnArrival(path);
  return (
    <AppShell
      header={{ height: 56 }}
      navbar={{ width: { base: 220, sm: 204, md: 220 }, breakpoint: "sm", collapsed: { mobile: !opened } }}
      padding={{ base: "sm", sm: "lg" }}
    >
      <Anchor href="#content" className={classes["skip"]}>
        {t("skipToContent")}
      </Anchor>
      <AppShell.Header>
        <Group h="100%" px="md" justify="space-between" wrap="nowrap">
          <Group gap="sm" wrap="nowrap">
            <Burger opened={opened} onClick={toggle} hiddenFrom="sm" size="sm" aria-label={t("menu")} />
            <Link to="/" className={`${classes["brand"] ?? ""} touch`}>
              <Image src="/mark.svg" w={28} h={28} alt="" />
              <Text fw={600}>{t("product")}</Text>
            </Link>
          </Group>
          <Group gap="xs" wrap="nowrap">
            <SearchButton />
            <Bell />
            <UserMenu />
          </Group>
        </Group>
      </AppShell.Header>
      <AppShell.Navbar p="xs" component="nav" aria-label={t("menu")}>
        <AppShell.Section grow component={ScrollArea}>
          {shown.map(({ to, label, icon: Icon }) => (
            <NavLink
              key={to}
              component={Link}
              to={to}
              label={t(label)}
              leftSection={<Icon size={20} stroke={1.6} />}
              active={to === "/" ? path === "/" : path.startsWith(to)}
              className={classes["link"] ?? ""}
            />
          ))}
        </AppShell.Section>
        <AppShell.Section>
          <ShellFoot onChosen={close} />
        </AppShell.Section>
      </AppShell.Navbar>
      <AppShell.Main id="content" ref={main} tabIndex={-1} className={classes["main"] ?? ""}>
        <ConnectionNotice />
        <GlobalKeys />
        <Outlet />
        <AfterUpgrade />
      </AppShell.Main>
    </AppShell>
  );
}
