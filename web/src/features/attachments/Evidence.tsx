import { Stack, Text } from "@mantine/core";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { DropArea } from "./DropArea";
import { UploadList } from "./UploadList";
import type { Uploads } from "./useUploads";

/** Photos that show what was done, in the form of an act. */
export function Evidence({ uploads, error }: { uploads: Uploads; error?: ReactNode }) {
  const { t } = useTranslation("attachments");
  return (
    <Stack gap="xs">
      <Text size="sm" fw={500}>
        {t("evidence")}
      </Text>
      <UploadList uploads={uploads} />
      <DropArea onFiles={uploads.add} pastes />
      {error && (
        <Text size="xs" c="var(--mantine-color-error)" role="alert">
          {error}
        </Text>
      )}
    </Stack>
  );
}
