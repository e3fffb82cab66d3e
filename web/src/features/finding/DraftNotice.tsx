import { Alert, Button, Group, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";

import { formatMoment } from "@/ui/dates";

/** What is shown was begun before. */
export function DraftNotice({ keptAt, onAnew }: { keptAt: number; onAnew: () => void }) {
  const { t } = useTranslation("finding");
  return (
    <Alert variant="light" color="gray" p="xs">
      <Group justify="space-between" gap="xs">
        <Text size="sm">{t("draft.kept", { at: formatMoment(new Date(keptAt).toISOString()) })}</Text>
        <Button variant="subtle" size="compact-sm" className="touch" onClick={onAnew}>
          {t("draft.anew")}
        </Button>
      </Group>
    </Alert>
  );
}
