import { Button, Checkbox, CloseButton, Group, Stack, Text } from "@mantine/core";
import { useSessionStorage } from "@mantine/hooks";
import { type RefObject, useState } from "react";
import { useTranslation } from "react-i18next";

import type { Card, CommentView } from "@/api/schema";
import { DropArea } from "@/features/attachments/DropArea";
import { UploadList } from "@/features/attachments/UploadList";
import { useUploads } from "@/features/attachments/useUploads";
import { useHolds } from "@/features/session/queries";
import { Refusal, fieldErrors } from "@/ui/Refusal";

import { MentionArea } from "./MentionArea";
import { type Named, toWire } from "./mentions";
import { useWrite } from "./queries";

interface Props {
  record: Card;
  field: RefObject<HTMLTextAreaElement | null>;
  replyTo: CommentView | null;
  onReplied: () => void;
}

interface Typed {
  text: string;
  picked: readonly Named[];
}

const EMPTY: Typed = { text: "", picked: [] };
/** What is refused about these is told at the text; the rest above it. */
const FIELDS = ["text", "mention_ids", "attachment_ids"];

export function CommentForm({ record, field, replyTo, onReplied }: Props) {
  const { t } = useTranslation("comments");
  // Kept while the tab is open: who looks into the next record comes back to what they were writing.
  const [{ text, picked }, setWritten, forgetWritten] = useSessionStorage<Typed>({
    key: `profkom.comment.${record.id}`,
    defaultValue: EMPTY,
    getInitialValueInEffect: false,
  });
  const [toAuthor, setToAuthor] = useState(false);
  const triage = useHolds("nonconformity:assign");
  const verifier = useHolds("nonconformity:verify");
  const mayTellAuthor = record.source === "public" && (triage || verifier);
  const uploads = useUploads({ recordId: record.id, purpose: "comment" });
  const writing = useWrite(record.id);
  const atText = Object.values(fieldErrors(writing.error, FIELDS)).join(" ");
  const ready = text.trim() !== "" && !uploads.busy;
  const send = (): void => {
    if (!ready || writing.isPending) return;
    writing.mutate(
      {
        ...toWire(text, picked),
        attachment_ids: uploads.ids,
        audience: toAuthor ? "author" : "staff",
        ...(replyTo ? { reply_to_id: replyTo.id } : {}),
      },
      {
        onSuccess: () => {
          forgetWritten();
          uploads.clear();
          onReplied();
        },
      },
    );
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <Stack gap="xs">
        <Refusal error={writing.error} fields={FIELDS} />
        {replyTo && (
          <Group gap={4} wrap="nowrap">
            <Text size="sm" c="dimmed" truncate>
              {t("replyTo", { name: replyTo.author?.name ?? t("anonymous") })}
            </Text>
            <CloseButton size="sm" onClick={onReplied} aria-label={t("noReply")} />
          </Group>
        )}
        <MentionArea
          recordId={record.id}
          field={field}
          label={t("write")}
          text={text}
          picked={picked}
          error={atText || null}
          onChange={(words, people) => setWritten({ text: words, picked: people })}
          onSend={send}
          onFiles={uploads.add}
        />
        <UploadList uploads={uploads} />
        <Group justify="space-between" align="center" gap="xs">
          <DropArea onFiles={uploads.add} compact />
          <Group gap="md">
            {mayTellAuthor && (
              <Checkbox label={t("toAuthor")} checked={toAuthor} onChange={({ currentTarget }) => setToAuthor(currentTarget.checked)} />
            )}
            <Button type="submit" disabled={!ready} loading={writing.isPending}>
              {t("send")}
            </Button>
          </Group>
        </Group>
      </Stack>
    </form>
  );
}
