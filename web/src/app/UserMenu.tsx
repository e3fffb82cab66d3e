import { Avatar, Menu, Text, UnstyledButton, VisuallyHidden, useMantineColorScheme } from "@mantine/core";
import { IconDeviceDesktop, IconLanguage, IconLogout, IconMoon, IconSun, IconUserCircle } from "@tabler/icons-react";
import { useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";

import { useMe, useSignOut } from "@/features/session/queries";
import { leaveEverywhere } from "@/features/session/whose";
import { type Language, chooseLanguage } from "@/i18n";
import { useRefused } from "@/ui/useRefused";

const SCHEMES = [
  { value: "light", icon: IconSun },
  { value: "dark", icon: IconMoon },
  { value: "auto", icon: IconDeviceDesktop },
] as const;

export function UserMenu() {
  const { t, i18n } = useTranslation();
  const me = useMe();
  const signOut = useSignOut();
  const client = useQueryClient();
  const refused = useRefused();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const other = i18n.language === "ru" ? "en" : "ru";
  const speak = async (language: Language): Promise<void> => {
    await chooseLanguage(language);
    // The services' own words (histories, reasons, names of choices) come in the language that was asked in.
    await client.invalidateQueries();
  };
  return (
    <Menu position="bottom-end" width={240} shadow="md">
      <Menu.Target>
        <UnstyledButton className="touch">
          <Avatar name={me.name} color="patina" radius="xl" size={34} mx="auto" aria-hidden />
          <VisuallyHidden>{t("menuOf", { name: me.name })}</VisuallyHidden>
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>
          <Text size="sm" fw={500} c="var(--mantine-color-text)">
            {me.name}
          </Text>
        </Menu.Label>
        <Menu.Item component={Link} to="/account" leftSection={<IconUserCircle size={16} />}>
          {t("myAccount")}
        </Menu.Item>
        <Menu.Divider />
        <Menu.Label>{t("theme.label")}</Menu.Label>
        {SCHEMES.map(({ value, icon: Icon }) => (
          <Menu.Item
            key={value}
            leftSection={<Icon size={16} />}
            onClick={() => setColorScheme(value)}
            aria-current={colorScheme === value}
            fw={colorScheme === value ? 600 : 400}
          >
            {t(`theme.${value}`)}
          </Menu.Item>
        ))}
        <Menu.Divider />
        <Menu.Item leftSection={<IconLanguage size={16} />} lang={other} onClick={() => void speak(other)}>
          {t(`languages.${other}`)}
        </Menu.Item>
        <Menu.Item
          leftSection={<IconLogout size={16} />}
          onClick={() => signOut.mutate(undefined, { onSuccess: leaveEverywhere, onError: refused })}
        >
          {t("signOut")}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
