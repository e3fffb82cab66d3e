import { Button, Code, Group, SimpleGrid, Stack, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";

import { CopyButton } from "@/ui/CopyButton";

interface Props {
  codes: readonly string[];
  onKept: () => void;
}

/** Shown once, and never again. */
export function RecoveryCodes({ codes, onKept }: Props) {
  const { t } = useTranslation("account");
  return (
    <Stack>
      <Text size="sm">{t("factor.codesText")}</Text>
      <SimpleGrid cols={2} spacing="xs">
        {codes.map((code) => (
          <Code key={code} block ta="center" fz="sm" className="number">
            {code}
          </Code>
        ))}
      </SimpleGrid>
      <Group justify="space-between">
        <CopyButton value={codes.join("\n")} />
        <Button onClick={onKept}>{t("factor.kept")}</Button>
      </Group>
    </Stack>
  );
}
