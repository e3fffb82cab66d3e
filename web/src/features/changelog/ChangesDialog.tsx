import { List, Stack, Title } from "@mantine/core";
import { useTranslation } from "react-i18next";

import { Dialog } from "@/ui/Dialog";

import { CHANGES } from "./changes";

/** `versions`: those to tell of; none: all. */
export function ChangesDialog({ versions, onClose }: { versions?: readonly string[]; onClose: () => void }) {
  const { t, i18n } = useTranslation();
  const language = i18n.language === "en" ? "en" : "ru";
  const told = CHANGES.filter(({ version }) => versions?.includes(version) ?? true);
  return (
    <Dialog onClose={onClose} size="lg" title={t("changes.title")}>
      <Stack>
        {told.map((change) => (
          <section key={change.version} lang={language}>
            <Title order={3} size="h5" mb="xs">
              {t("changes.version", { version: change.version })}
            </Title>
            <List spacing="xs" size="sm">
              {change[language].map((line) => (
                <List.Item key={line}>{line}</List.Item>
              ))}
            </List>
          </section>
        ))}
      </Stack>
    </Dialog>
  );
}
