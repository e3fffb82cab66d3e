import { Anchor, Group, Text } from "@mantine/core";
import { IconFile } from "@tabler/icons-react";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";

import type { AttachmentView } from "@/api/schema";

import classes from "./attachments.module.css";
import { formatSize } from "./files";

const Viewer = lazy(() => import("./Viewer").then(({ Viewer: component }) => ({ default: component })));

interface Props {
  items: readonly AttachmentView[];
  onRemove?: (attachment: AttachmentView) => void;
}

/** Photos as a grid that opens a viewer; other files as links below. */
export function Thumbnails({ items, onRemove }: Props) {
  const { t, i18n } = useTranslation("attachments");
  const [shown, setShown] = useState<number | null>(null);
  const pictures = items.filter(({ kind }) => kind === "picture");
  const documents = items.filter(({ kind }) => kind !== "picture");
  return (
    <>
      {pictures.length > 0 && (
        <ul className={classes["grid"]}>
          {pictures.map((picture, at) => (
            <li key={picture.id}>
              <button
                type="button"
                className={classes["thumbnail"]}
                onClick={() => setShown(at)}
                aria-label={t("open", { name: picture.name })}
              >
                <img src={picture.thumbnail_url ?? picture.content_url} alt="" loading="lazy" decoding="async" />
                {picture.purpose === "fix" && <span className={classes["mark"]}>{t("purposes.fix")}</span>}
              </button>
            </li>
          ))}
        </ul>
      )}
      {documents.map((file) => (
        <Group key={file.id} gap={6} wrap="nowrap">
          <IconFile size={18} stroke={1.5} aria-hidden />
          <Anchor href={file.content_url} download={file.name} size="sm" truncate>
            {file.name}
          </Anchor>
          <Text size="xs" c="dimmed" className="number">
            {formatSize(file.size, i18n.language)}
          </Text>
        </Group>
      ))}
      {shown !== null && (
        <Suspense fallback={null}>
          <Viewer
            pictures={pictures}
            at={Math.min(shown, pictures.length - 1)}
            onMove={setShown}
            onClose={() => setShown(null)}
            {...(onRemove ? { onRemove } : {})}
          />
        </Suspense>
      )}
    </>
  );
}
