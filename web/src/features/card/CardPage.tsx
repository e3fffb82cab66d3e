import { Button, Center, Group, Image, Loader, Paper, Stack, Text, ThemeIcon, Title } from "@mantine/core";
import { useDocumentTitle } from "@mantine/hooks";
import { IconCheck, IconQrcode, IconX } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useLocation } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";

import { api, unwrap } from "@/api/client";
import { Refusal } from "@/ui/Refusal";
import { formatMoment } from "@/ui/dates";

/** What the QR code of a membership card opens, for anybody: good or not. The token never leaves the fragment but in a body. */
export function CardPage() {
  const { t } = useTranslation("card");
  const token = useLocation({ select: ({ hash }) => hash });
  useDocumentTitle(t("pageTitle"));
  return (
    <Center mih="100%" p="md" component="main">
      <Stack w="100%" maw={400} gap="lg">
        <Group gap="sm" justify="center">
          <Image src="/mark.svg" w={36} h={36} alt="" />
          <Text fw={600} size="lg">
            {t("common:product")}
          </Text>
        </Group>
        <Paper withBorder p="xl">
          {token ? <Checked token={token} /> : <Verdict tone="gray" icon={IconQrcode} title={t("none")} text={t("noneText")} />}
        </Paper>
      </Stack>
    </Center>
  );
}

function Checked({ token }: { token: string }) {
  const { t } = useTranslation("card");
  const { data, error, isFetching, dataUpdatedAt, refetch } = useQuery({
    queryKey: ["card-check", token],
    queryFn: ({ signal }) => unwrap(api.POST("/api/v1/public/cards/check", { body: { token }, signal })),
    gcTime: 0,
  });
  if (isFetching) {
    return (
      <Stack align="center" role="status">
        <Loader type="dots" />
        <Text c="dimmed">{t("checking")}</Text>
      </Stack>
    );
  }
  return (
    <Stack align="center">
      <Refusal error={error} />
      {data?.valid && <Verdict tone="green" icon={IconCheck} title={t("good")} text={data.name ?? ""} />}
      {data && !data.valid && <Verdict tone="red" icon={IconX} title={t("bad")} text={t("badText")} />}
      {data && (
        <Text size="sm" c="dimmed">
          {t("checkedAt", { moment: formatMoment(new Date(dataUpdatedAt).toISOString()) })}
        </Text>
      )}
      <Button variant="default" onClick={() => void refetch()}>
        {t("again")}
      </Button>
    </Stack>
  );
}

interface VerdictProps {
  tone: "green" | "red" | "gray";
  icon: typeof IconCheck;
  title: string;
  text: string;
}

function Verdict({ tone, icon: Icon, title, text }: VerdictProps) {
  return (
    <Stack align="center" gap="xs" ta="center" role="status">
      <ThemeIcon size={72} radius="xl" color={tone} variant="light">
        <Icon size={40} />
      </ThemeIcon>
      <Title order={1} size="h3">
        {title}
      </Title>
      <Text size="lg">{text}</Text>
    </Stack>
  );
}
