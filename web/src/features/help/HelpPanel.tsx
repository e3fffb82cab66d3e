import { Drawer, Stack, Text, Title } from "@mantine/core";
import { useTranslation } from "react-i18next";

import { useReturnFocus } from "@/ui/useReturnFocus";

import { guideOf, partsOf } from "./guides";

/** A short guide to the section that is open, beside it and not in its place. */
export function HelpPanel({ path, onClose }: { path: string; onClose: () => void }) {
  const { t } = useTranslation("help");
  const section = guideOf(path);
  useReturnFocus();
  return (
    <Drawer opened onClose={onClose} position="right" size="md" title={<Text fw={600} size="lg">{t(`${section}.title`)}</Text>}>
      <Stack gap="lg">
        {partsOf(section).map((part) => (
          <section key={part}>
            <Title order={3} size="h5" mb={4}>
              {t(`${section}.${part}.title`)}
            </Title>
            <Text size="sm" style={{ whiteSpace: "pre-line", lineHeight: 1.6 }}>
              {t(`${section}.${part}.text`)}
            </Text>
          </section>
        ))}
        <Text size="sm" c="dimmed">
          {t("keys")}
        </Text>
      </Stack>
    </Drawer>
  );
}
