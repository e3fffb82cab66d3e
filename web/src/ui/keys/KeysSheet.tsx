import { Group, Kbd, Stack, Text, Title } from "@mantine/core";
import { useOs } from "@mantine/hooks";
import { useTranslation } from "react-i18next";

import { Dialog } from "../Dialog";
import { capsOf } from "./match";
import { type Shortcut, keysOf, useShownShortcuts } from "./useShortcuts";

/** The keys that work here. */
export function KeysSheet({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const groups = useShownShortcuts().filter(({ shortcuts }) => shortcuts.length > 0);
  return (
    <Dialog onClose={onClose} title={t("keys.title")}>
      <Stack gap="lg">
        {/* What was shown last is what one is looking at. */}
        {groups.toReversed().map(({ title, shortcuts }) => (
          <section key={title} aria-label={title}>
            <Title order={3} size="sm" c="dimmed" fw={500} mb="xs">
              {title}
            </Title>
            <Stack gap={6} component="dl" m={0}>
              {shortcuts.map((shortcut) => (
                <Line key={shortcut.does} shortcut={shortcut} />
              ))}
            </Stack>
          </section>
        ))}
      </Stack>
    </Dialog>
  );
}

function Line({ shortcut }: { shortcut: Shortcut }) {
  const { t } = useTranslation();
  const mac = useOs() === "macos";
  return (
    <Group justify="space-between" wrap="nowrap" gap="md">
      <Text component="dt" size="sm">
        {shortcut.does}
      </Text>
      <Group component="dd" gap={6} m={0} wrap="nowrap">
        {keysOf(shortcut).map((keys, at) => (
          <Group key={keys} gap={4} wrap="nowrap">
            {at > 0 && (
              <Text span size="xs" c="dimmed">
                {t("keys.or")}
              </Text>
            )}
            {capsOf(keys, mac).map((cap) => (
              <Kbd key={cap}>{cap}</Kbd>
            ))}
          </Group>
        ))}
      </Group>
    </Group>
  );
}
