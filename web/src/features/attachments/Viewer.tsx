import { ActionIcon, Group, Text } from "@mantine/core";
import { IconChevronLeft, IconChevronRight, IconDownload, IconTrash } from "@tabler/icons-react";
import { type KeyboardEvent, useState } from "react";
import { useTranslation } from "react-i18next";

import type { AttachmentView } from "@/api/schema";
import { Dialog } from "@/ui/Dialog";
import { formatMoment } from "@/ui/dates";

import classes from "./attachments.module.css";

interface Props {
  pictures: readonly AttachmentView[];
  at: number;
  onMove: (at: number) => void;
  onClose: () => void;
  onRemove?: (attachment: AttachmentView) => void;
}

/** A photo as large as the screen; arrows go on, Home and End to the ends, Esc closes. */
export function Viewer({ pictures, at, onMove, onClose, onRemove }: Props) {
  const { t } = useTranslation("attachments");
  const [whole, setWhole] = useState(false);
  const picture = pictures[at];
  if (!picture) return null;
  const go = (to: number): void => onMove((to + pictures.length) % pictures.length);
  const press = (event: KeyboardEvent): void => {
    const to = { ArrowLeft: at - 1, ArrowRight: at + 1, Home: 0, End: pictures.length - 1 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    go(to);
  };
  const large = whole || !picture.thumbnail_url ? picture.content_url : `${picture.thumbnail_url}?side=1600`;
  const told = [t(`purposes.${picture.purpose}`), picture.uploader?.name, formatMoment(picture.uploaded_at)];
  return (
    <Dialog
      onClose={onClose}
      fullScreen
      title={pictures.length > 1 ? t("position", { at: at + 1, of: pictures.length }) : picture.name}
      onKeyDown={press}
      classNames={{ body: classes["viewer"] ?? "", content: classes["viewerContent"] ?? "" }}
    >
      <button type="button" className={classes["stage"]} onClick={() => setWhole(!whole)} data-whole={whole || undefined} data-autofocus>
        <img src={large} alt={picture.name} />
      </button>
      {pictures.length > 1 && (
        <>
          <ActionIcon size={44} radius="xl" variant="default" className={classes["previous"]} onClick={() => go(at - 1)} aria-label={t("previous")}>
            <IconChevronLeft />
          </ActionIcon>
          <ActionIcon size={44} radius="xl" variant="default" className={classes["next"]} onClick={() => go(at + 1)} aria-label={t("next")}>
            <IconChevronRight />
          </ActionIcon>
        </>
      )}
      <Group justify="space-between" wrap="nowrap" px="md" py="xs">
        <Text size="sm" c="dimmed" aria-live="polite">
          {told.filter(Boolean).join(" · ")}
        </Text>
        <Group gap="xs" wrap="nowrap">
          <ActionIcon component="a" href={picture.content_url} download={picture.name} variant="subtle" size={44} aria-label={t("download")}>
            <IconDownload size={20} />
          </ActionIcon>
          {onRemove && picture.allowed_actions.includes("remove") && (
            <ActionIcon variant="subtle" color="red" size={44} onClick={() => onRemove(picture)} aria-label={t("remove")}>
              <IconTrash size={20} />
            </ActionIcon>
          )}
        </Group>
      </Group>
    </Dialog>
  );
}
