import { Alert, Button, Group, Stack, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";

import { UploadList } from "@/features/attachments/UploadList";
import type { Uploads } from "@/features/attachments/useUploads";

import type { Draft } from "./draft";

interface Props {
  filed: NonNullable<Draft["filed"]>;
  uploads: Uploads;
  busy: boolean;
  onAgain: () => void;
  onLeave: () => void;
}

/** The record is in the journal; its photos are on their way, or some did not arrive. */
export function FiledNotice({ filed: { number }, uploads, busy, onAgain, onLeave }: Props) {
  const { t } = useTranslation("finding");
  const left = uploads.items.filter(({ state }) => state !== "done").length;
  return (
    <Alert color={busy ? "patina" : "yellow"} variant="light" title={t("filed", { number })} role="status">
      <Stack gap="xs">
        <Text size="sm">{busy ? t("sendingPhotos") : t("photosLeft", { count: left })}</Text>
        <UploadList uploads={uploads} />
        {!busy && (
          <Group gap="xs">
            {left > 0 && <Button onClick={onAgain}>{t("photosAgain")}</Button>}
            <Button variant="default" onClick={onLeave}>
              {t("toCard")}
            </Button>
          </Group>
        )}
      </Stack>
    </Alert>
  );
}
