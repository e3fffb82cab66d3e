import { Alert, Button, Card, Skeleton, Stack, Text, Title } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { type RefObject, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";

import { Problem } from "@/api/problem";
import type { Card as RecordCard, CommentView } from "@/api/schema";
import { problemText } from "@/ui/problems";
import { nextPage } from "@/ui/nextPage";

import { Comment } from "./Comment";
import { CommentForm } from "./CommentForm";
import classes from "./comments.module.css";
import { commentsQuery, markRead } from "./queries";

interface Props {
  record: RecordCard;
  /** The field to write in: the key «c» puts the caret there. */
  field: RefObject<HTMLTextAreaElement | null>;
}

/** What is said about a record, the newest at the end beside the field to answer in. */
export function Discussion({ record, field }: Props) {
  const { t } = useTranslation("comments");
  const pages = useInfiniteQuery(commentsQuery(record.id));
  const [replyTo, setReplyTo] = useState<CommentView | null>(null);
  const comments = pages.data?.pages.flatMap(({ items }) => items).toReversed();
  const loaded = comments !== undefined;
  useEffect(() => {
    // Who has the talk before their eyes has read where they were called; if it fails they are told once more.
    if (loaded) markRead(record.id).catch(() => undefined);
  }, [loaded, record.id]);
  return (
    <Card withBorder component="section" aria-labelledby="discussion">
      <Title order={2} size="h4" id="discussion" mb="sm">
        {t("title")}
      </Title>
      <Stack>
        {pages.error instanceof Problem && (
          <Alert color="yellow" variant="light">
            {problemText(pages.error, t)}
          </Alert>
        )}
        {pages.isPending && <Skeleton h={80} />}
        {pages.hasNextPage && (
          <Button variant="subtle" size="xs" mx="auto" loading={pages.isFetchingNextPage} onClick={() => void nextPage(pages)}>
            {t("earlier")}
          </Button>
        )}
        {comments?.length === 0 && (
          <Text size="sm" c="dimmed">
            {t("empty")}
          </Text>
        )}
        {comments && comments.length > 0 && (
          <ol className={classes["list"]}>
            {comments.map((comment) => (
              <Comment
                key={comment.id}
                recordId={record.id}
                comment={comment}
                onReply={() => {
                  setReplyTo(comment);
                  field.current?.focus();
                }}
              />
            ))}
          </ol>
        )}
        <CommentForm record={record} field={field} replyTo={replyTo} onReplied={() => setReplyTo(null)} />
      </Stack>
    </Card>
  );
}
