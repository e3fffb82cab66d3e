import { Alert, Button, Checkbox, CloseButton, Group, Stack, Text } from "@mantine/core";
import { type RefObject, useState } from "react";
import { useTranslation } from "react-i18next";

import { Problem, fieldMessages } from "@/api/problem";
import type { Card, CommentView } from "@/api/schema";
import { DropArea } from "@/features/attachments/DropArea";
import { UploadList } from "@/features/attachments/UploadList";
import { useUploads } from "@/features/attachments/useUploads";
import { useHolds } from "@/features/session/queries";
import { problemText } from "@/ui/problems";

import { MentionArea } from "./MentionArea";
import { type Named, toWire } from "./mentions";
import { useWrite } from "./queries";

interface Props {
  record: Card;
  field: RefObject<HTMLTextAreaElement | null>;
  replyTo: CommentView | null;
  onReplied: () => void;
}

const EMPTY: { text: string; picked: readonly Named[] } = { text: "", picked: [] };

export function CommentForm({ record, field, replyTo, onReplied }: Props) {
  const { t } = useTranslation("comments");
  const [{ text, picked }, setWritten] = useState(EMPTY);
  const [toAuthor, setToAuthor] = useState(false);
  const triage = useHolds("nonconformity:assign");
  const verifier = useHolds("nonconformity:verify");
  const mayTellAuthor = record.source === "public" && (triage || verifier);
  const uploads = useUploads({ recordId: record.id, purpose: "comment" });
  const writing = useWrite(record.id);
  const problem = writing.error instanceof Problem ? writing.error : null;
  const messages = problem ? fieldMessages(problem, ["text", "mention_ids", "attachment_ids", "audience"]) : {};
  const atField = [messages["text"], messages["mention_ids"], messages["attachment_ids"]].filter(Boolean).join(" ");
  const above = problem && !atField && (messages["audience"] ?? messages[""] ?? problemText(problem, t));
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
          setWritten(EMPTY);
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
        {above && (
          <Alert color="red" variant="light" role="alert">
            {above}
          </Alert>
        )}
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
          error={atField || null}
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
