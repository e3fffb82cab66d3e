import { Alert, Button, Group, Modal, Stack, Text, Textarea } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { Problem } from "@/api/problem";
import type { CommentView } from "@/api/schema";
import { problemText } from "@/ui/problems";

import { useRemove } from "./queries";

interface Props {
  recordId: string;
  comment: CommentView;
  onClose: () => void;
}

/** The author takes a comment back without a word; whoever removes another's says why. */
export function RemoveDialog({ recordId, comment, onClose }: Props) {
  const { t } = useTranslation("comments");
  const [reason, setReason] = useState("");
  const removing = useRemove(recordId, comment);
  const problem = removing.error instanceof Problem ? removing.error : null;
  const own = comment.allowed_actions.includes("edit");
  return (
    <Modal opened onClose={onClose} title={t("removeTitle")}>
      <Stack>
        {problem && (
          <Alert color="red" variant="light" role="alert">
            {problem.fields.map(({ message }) => message).join(" ") || problemText(problem, t)}
          </Alert>
        )}
        <Text size="sm">{t("removeText")}</Text>
        {!own && (
          <Textarea
            label={t("removeReason")}
            withAsterisk
            autosize
            minRows={2}
            data-autofocus
            value={reason}
            onChange={({ currentTarget }) => setReason(currentTarget.value)}
          />
        )}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {t("common:cancel")}
          </Button>
          <Button
            color="red"
            loading={removing.isPending}
            disabled={!own && !reason.trim()}
            onClick={() => removing.mutate(reason.trim() || null, { onSuccess: onClose })}
          >
            {t("remove")}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
