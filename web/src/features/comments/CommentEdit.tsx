import { Button, Group, Stack } from "@mantine/core";
import { useRef, useState } from "react";
import { useTranslation } from "react-i18next";

import type { CommentView } from "@/api/schema";
import { Refusal, fieldErrors } from "@/ui/Refusal";

import { MentionArea } from "./MentionArea";
import { fromWire, toWire } from "./mentions";
import { useEdit } from "./queries";

/** What is refused about these is told at the text; the rest above it. */
const FIELDS = ["text", "mention_ids"];

interface Props {
  recordId: string;
  comment: CommentView;
  onClose: () => void;
}

export function CommentEdit({ recordId, comment, onClose }: Props) {
  const { t } = useTranslation("comments");
  const field = useRef<HTMLTextAreaElement>(null);
  const [{ text, picked }, setWritten] = useState(() => fromWire(comment.text ?? "", comment.mentions, t("common:unknownPerson")));
  const editing = useEdit(recordId, comment);
  const atText = Object.values(fieldErrors(editing.error, FIELDS)).join(" ");
  const send = (): void => editing.mutate(toWire(text, picked), { onSuccess: onClose });
  return (
    <Stack gap="xs">
      <Refusal error={editing.error} fields={FIELDS} />
      <MentionArea
        recordId={recordId}
        field={field}
        label={t("edit")}
        text={text}
        picked={picked}
        error={atText || null}
        onChange={(words, people) => setWritten({ text: words, picked: [...people] })}
        onSend={send}
      />
      <Group gap="xs" justify="flex-end">
        <Button variant="default" size="xs" onClick={onClose}>
          {t("common:cancel")}
        </Button>
        <Button size="xs" onClick={send} loading={editing.isPending} disabled={!text.trim()}>
          {t("common:save")}
        </Button>
      </Group>
    </Stack>
  );
}
