import { Avatar, Badge, Button, Group, Stack, Text } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import type { CommentView } from "@/api/schema";
import { Thumbnails } from "@/features/attachments/Thumbnails";
import { formatMoment } from "@/ui/dates";

import { CommentEdit } from "./CommentEdit";
import { CommentText } from "./CommentText";
import { FormerTexts } from "./FormerTexts";
import { RemoveDialog } from "./RemoveDialog";
import classes from "./comments.module.css";

interface Props {
  recordId: string;
  comment: CommentView;
  onReply: () => void;
}

export function Comment({ recordId, comment, onReply }: Props) {
  const { t } = useTranslation("comments");
  const [open, setOpen] = useState<"edit" | "remove" | "former" | null>(null);
  const close = (): void => setOpen(null);
  const name = comment.author ? (comment.author.name ?? t("common:unknownPerson")) : t("anonymous");
  return (
    <li className={classes["comment"]}>
      <Avatar name={name} color="patina" radius="xl" size={32} />
      <Stack gap={4} className={classes["body"] ?? ""}>
        <Group gap="xs">
          <Text size="sm" fw={500}>
            {name}
          </Text>
          <Text size="xs" c="dimmed">
            {formatMoment(comment.written_at)}
          </Text>
          {comment.audience === "author" && (
            <Badge variant="light" color="gray" size="sm">
              {t("seenByAuthor")}
            </Badge>
          )}
          {comment.edited_at && (
            <button type="button" className={classes["quiet"]} onClick={() => setOpen("former")}>
              {t("edited", { at: formatMoment(comment.edited_at) })}
            </button>
          )}
        </Group>
        {comment.reply_to && (
          <Text size="xs" c="dimmed">
            {t("replyTo", { name: comment.reply_to.author?.name ?? t("anonymous") })}
          </Text>
        )}
        {comment.removed && <Removed comment={comment} />}
        {open === "edit" && <CommentEdit recordId={recordId} comment={comment} onClose={close} />}
        {open !== "edit" && comment.text !== null && <CommentText text={comment.text} mentions={comment.mentions} />}
        <Thumbnails items={comment.attachments} />
        {open !== "edit" && !comment.removed && (
          <Group gap={4} ml={-8}>
            <Button variant="subtle" size="compact-xs" className="touch" onClick={onReply}>
              {t("reply")}
            </Button>
            {comment.allowed_actions.map((action) => (
              <Button key={action} variant="subtle" color="gray" size="compact-xs" className="touch" onClick={() => setOpen(action)}>
                {t(action)}
              </Button>
            ))}
          </Group>
        )}
      </Stack>
      {open === "remove" && <RemoveDialog recordId={recordId} comment={comment} onClose={close} />}
      {open === "former" && <FormerTexts recordId={recordId} comment={comment} onClose={close} />}
    </li>
  );
}

function Removed({ comment: { removed } }: { comment: CommentView }) {
  const { t } = useTranslation("comments");
  if (!removed) return null;
  return (
    <Text size="sm" c="dimmed" fs="italic">
      {t("removed", { name: removed.by.name ?? t("common:unknownPerson"), at: formatMoment(removed.at) })}
      {removed.reason && `: ${removed.reason}`}
    </Text>
  );
}
