import { Anchor, Card, List, Stack, Text, Title } from "@mantine/core";
import { useDocumentTitle } from "@mantine/hooks";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";

import { FileDrop } from "./FileDrop";
import { FormerImports } from "./FormerImports";
import { ADDRESSES } from "./addresses";
import type { Kind } from "./queries";

/** Where a spreadsheet is brought in: what is taken, where to drop it, and what was brought in before. */
export function ImportsPage({ kind }: { kind: Kind }) {
  const { t } = useTranslation("imports");
  useDocumentTitle(`${t(`${kind}.title`)} · ${t("common:product")}`);
  return (
    <Stack gap="md" maw={960}>
      <div>
        <Anchor component={Link} to={ADDRESSES[kind].list} size="sm">
          ← {t(`${kind}.back`)}
        </Anchor>
        <Title order={1} size="h2">
          {t(`${kind}.title`)}
        </Title>
      </div>
      <Card withBorder>
        <Stack gap="md">
          <FileDrop kind={kind} />
          <List size="sm" spacing={4}>
            {["any", "checked", "again", "undo"].map((hint) => (
              <List.Item key={hint}>{t(`hints.${hint}`)}</List.Item>
            ))}
          </List>
          <Text size="sm" c="dimmed">
            {t(`${kind}.columns`)}
          </Text>
        </Stack>
      </Card>
      <FormerImports kind={kind} />
    </Stack>
  );
}
