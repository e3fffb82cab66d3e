import { Code, Group, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";

import { CopyButton } from "./CopyButton";

/** What the operator finds the failure by, ready to be copied. */
export function ProblemCode({ id }: { id: string }) {
  const { t } = useTranslation();
  return (
    <Group gap="xs" mt={6}>
      <Text size="sm" c="dimmed">
        {t("problems.tellOperator")} <Code style={{ overflowWrap: "anywhere" }}>{id}</Code>
      </Text>
      <CopyButton value={id} label={t("problems.copyCode")} />
    </Group>
  );
}
