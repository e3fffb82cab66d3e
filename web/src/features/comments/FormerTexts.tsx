import { Skeleton, Stack, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";

import type { CommentView } from "@/api/schema";
import { Dialog } from "@/ui/Dialog";
import { formatMoment } from "@/ui/dates";

import { CommentText } from "./CommentText";
import { formerTextsQuery } from "./queries";

/** What a comment said before it was edited. */
export function FormerTexts({ recordId, comment, onClose }: { recordId: string; comment: CommentView; onClose: () => void }) {
  const { t } = useTranslation("comments");
  const { data } = useQuery(formerTextsQuery(recordId, comment));
  return (
    <Dialog onClose={onClose} title={t("former")} size="lg">
      {!data && <Skeleton h={80} />}
      <Stack>
        {data?.items.map((former) => (
          <div key={former.version}>
            <Text size="xs" c="dimmed">
              {formatMoment(former.written_at)}
            </Text>
            <CommentText text={former.text} mentions={data.mentions} />
          </div>
        ))}
      </Stack>
    </Dialog>
  );
}
