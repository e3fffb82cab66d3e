import { Button, FileButton, Group, Text } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import { IconCamera, IconPaperclip } from "@tabler/icons-react";
import { type DragEvent, type ReactNode, useEffect, useEffectEvent, useRef, useState } from "react";
import { useTranslation } from "react-i18next";

import classes from "./attachments.module.css";
import { filesOf } from "./files";

interface Props {
  onFiles: (files: File[]) => void;
  /** Whether a paste anywhere on the page is meant for this place; one place of a page may say so. */
  pastes?: boolean;
  compact?: boolean;
  children?: ReactNode;
}

/** Files by button, camera, drag and paste. */
export function DropArea({ onFiles, pastes = false, compact = false, children }: Props) {
  const { t } = useTranslation("attachments");
  const [over, setOver] = useState(false);
  const touch = useMediaQuery("(pointer: coarse)");
  const take = (data: DataTransfer | null): boolean => {
    const files = filesOf(data, (extension) => `${t("pastedName")}.${extension}`);
    if (files.length > 0) onFiles(files);
    return files.length > 0;
  };
  const place = useRef<HTMLDivElement>(null);
  const pasted = useEffectEvent((event: ClipboardEvent) => {
    // A form that is open above the page takes what is pasted, and so does a field that wanted it.
    const above = document.querySelector('[role="dialog"]');
    if (event.defaultPrevented || (above && !above.contains(place.current))) return;
    if (take(event.clipboardData)) event.preventDefault();
  });
  useEffect(() => {
    if (!pastes) return undefined;
    const listen = (event: ClipboardEvent): void => pasted(event);
    document.addEventListener("paste", listen);
    return () => document.removeEventListener("paste", listen);
  }, [pastes]);
  const drag = (event: DragEvent, entered: boolean): void => {
    if (!event.dataTransfer.types.includes("Files")) return;
    event.preventDefault();
    setOver(entered);
  };
  return (
    <div
      ref={place}
      className={classes["drop"]}
      data-over={over || undefined}
      data-compact={compact || undefined}
      onDragOver={(event) => drag(event, true)}
      onDragLeave={(event) => drag(event, event.currentTarget.contains(event.relatedTarget as Node | null))}
      onDrop={(event) => {
        drag(event, false);
        take(event.dataTransfer);
      }}
    >
      {children}
      <Group gap="xs">
        <FileButton onChange={onFiles} multiple>
          {(props) => (
            <Button {...props} variant="default" size="xs" className="touch" leftSection={<IconPaperclip size={16} />}>
              {t("choose")}
            </Button>
          )}
        </FileButton>
        {touch && (
          <FileButton onChange={(file) => file && onFiles([file])} accept="image/*" capture="environment">
            {(props) => (
              <Button {...props} variant="default" size="xs" className="touch" leftSection={<IconCamera size={16} />}>
                {t("camera")}
              </Button>
            )}
          </FileButton>
        )}
        {!touch && (
          <Text size="xs" c="dimmed">
            {pastes ? t("dropOrPaste") : t("drop")}
          </Text>
        )}
      </Group>
    </div>
  );
}
