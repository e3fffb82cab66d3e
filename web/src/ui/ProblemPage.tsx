import { Button, Center, Group, Stack, Text, Title } from "@mantine/core";
import { type ErrorComponentProps, Link, useRouter } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";

import { Problem } from "@/api/problem";

import { ProblemCode } from "./ProblemCode";
import { problemText } from "./problems";

/** What is shown in place of a screen that cannot be: what happened, what to do, and the id to tell the operator. */
export function ProblemPage({ error, reset }: ErrorComponentProps) {
  const { t } = useTranslation();
  const router = useRouter();
  const problem = error instanceof Problem ? error : null;
  const id = problem?.correlationId ?? "";
  const again = (): void => {
    reset();
    void router.invalidate();
  };
  return (
    <Center mih="60vh" p="md" role="alert">
      <Stack maw={480} gap="sm">
        <Title order={2}>{problem && !problem.isOffline ? problem.title : t("problems.title")}</Title>
        <Text>{problem ? problemText(problem, t) : t("problems.broken")}</Text>
        <ProblemCode id={id === "" ? fault(error) : id} />
        <Group>
          <Button onClick={again}>{t("tryAgain")}</Button>
          <Button component={Link} to="/" variant="default">
            {t("toStart")}
          </Button>
        </Group>
      </Stack>
    </Center>
  );
}

/** A fault of the program has no id from a server: where and when it was, and what it said. */
function fault(error: unknown): string {
  const what = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return `${new Date().toISOString().slice(0, 19)}Z ${globalThis.location.pathname} ${what}`.slice(0, 300);
}

export function NotFoundPage() {
  const { t } = useTranslation();
  return (
    <Center mih="60vh" p="md">
      <Stack maw={480} gap="sm">
        <Title order={2}>{t("problems.noPage")}</Title>
        <Text>{t("problems.noPageText")}</Text>
        <Button component={Link} to="/" w="fit-content">
          {t("toStart")}
        </Button>
      </Stack>
    </Center>
  );
}
