import { ActionIcon, Group, Progress, Stack, Text } from "@mantine/core";
import { IconCheck, IconRefresh, IconX } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";

import { Picture } from "./Picture";
import classes from "./attachments.module.css";
import { formatSize } from "./files";
import type { Upload, Uploads } from "./useUploads";

interface Props {
  uploads: Uploads;
  /** Leaves out what has arrived, where it is shown otherwise. */
  hideDone?: boolean;
}

/** Files on their way: how far each is, and why one was refused. */
export function UploadList({ uploads, hideDone = false }: Props) {
  const shown = uploads.items.filter(({ state }) => !hideDone || state !== "done");
  if (shown.length === 0) return null;
  return (
    <Stack gap={6} component="ul" className={classes["plain"]}>
      {shown.map((item) => (
        <Line key={item.key} item={item} uploads={uploads} />
      ))}
    </Stack>
  );
}

function Line({ item, uploads }: { item: Upload; uploads: Uploads }) {
  const { t, i18n } = useTranslation("attachments");
  const { file, state, refusal, key } = item;
  return (
    <li>
      <Group gap="xs" wrap="nowrap">
        <Picture file={file} />
        <div className={classes["grow"]}>
          <Text size="sm" truncate>
            {file.name}{" "}
            <Text span c="dimmed" size="xs">
              {formatSize(file.size, i18n.language)}
            </Text>
          </Text>
          {state === "sending" && <Progress value={item.progress * 100} size="sm" aria-label={t("sending", { name: file.name })} />}
          {refusal && (
            <Text size="xs" c="var(--mantine-color-error)" role="alert">
              {refusal}
            </Text>
          )}
        </div>
        {state === "done" && <IconCheck size={18} aria-label={t("arrived")} />}
        {state === "refused" && (
          <ActionIcon variant="subtle" className="touch" onClick={() => uploads.retry(key)} aria-label={t("retry", { name: file.name })}>
            <IconRefresh size={18} />
          </ActionIcon>
        )}
        <ActionIcon
          variant="subtle"
          color="gray"
          className="touch"
          onClick={() => uploads.remove(key)}
          aria-label={t("putAside", { name: file.name })}
        >
          <IconX size={18} />
        </ActionIcon>
      </Group>
    </li>
  );
}
