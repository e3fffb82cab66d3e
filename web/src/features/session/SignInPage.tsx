import { Anchor, Center, Group, Image, Paper, Stack, Text, Title } from "@mantine/core";
import { useDocumentTitle } from "@mantine/hooks";
import { useLocation, useNavigate, useSearch } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";

import { chooseLanguage } from "@/i18n";

import { LinkForm } from "./LinkForm";
import { SignInForm } from "./SignInForm";
import { linkSecret } from "./link";

export function SignInPage() {
  const { t, i18n } = useTranslation("session");
  const { to } = useSearch({ from: "/sign-in" });
  const secret = linkSecret(useLocation({ select: ({ hash }) => hash }));
  const navigate = useNavigate();
  useDocumentTitle(t("pageTitle"));
  const enter = (): void => void navigate({ href: to ?? "/", replace: true });
  const other = i18n.language === "ru" ? "en" : "ru";
  return (
    <Center mih="100%" p="md" component="main">
      <Stack w="100%" maw={400} gap="lg">
        <Group gap="sm" justify="center">
          <Image src="/mark.svg" w={40} h={40} alt="" />
          <Title order={1} size="h2">
            {t("common:product")}
          </Title>
        </Group>
        <Paper withBorder p={{ base: "md", sm: "xl" }}>
          {secret ? (
            <LinkForm
              key={secret}
              secret={secret}
              onSignedIn={enter}
              onLeave={() => void navigate({ to: "/sign-in", replace: true })}
            />
          ) : (
            <SignInForm onSignedIn={enter} />
          )}
        </Paper>
        {!secret && (
          <Text size="sm" c="dimmed" ta="center">
            {t("forgotten")}
          </Text>
        )}
        <Anchor component="button" type="button" size="sm" ta="center" onClick={() => void chooseLanguage(other)}>
          {t(`common:languages.${other}`)}
        </Anchor>
      </Stack>
    </Center>
  );
}
