import { Anchor, Center, Group, Image, Paper, Stack, Text, Title } from "@mantine/core";
import { useDocumentTitle } from "@mantine/hooks";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";

import { chooseLanguage } from "@/i18n";

import { SignInForm } from "./SignInForm";

export function SignInPage() {
  const { t, i18n } = useTranslation("session");
  const { to } = useSearch({ from: "/sign-in" });
  const navigate = useNavigate();
  useDocumentTitle(t("pageTitle"));
  const other = i18n.language === "ru" ? "en" : "ru";
  return (
    <Center mih="100%" p="md" component="main">
      <Stack w="100%" maw={380} gap="lg">
        <Group gap="sm" justify="center">
          <Image src="/mark.svg" w={40} h={40} alt="" />
          <Title order={1} size="h2">
            {t("common:product")}
          </Title>
        </Group>
        <Paper withBorder p="xl">
          <SignInForm onSignedIn={() => void navigate({ href: to ?? "/", replace: true })} />
        </Paper>
        <Text size="sm" c="dimmed" ta="center">
          {t("forgotten")}
        </Text>
        <Anchor component="button" type="button" size="sm" ta="center" onClick={() => void chooseLanguage(other)}>
          {t(`common:languages.${other}`)}
        </Anchor>
      </Stack>
    </Center>
  );
}
