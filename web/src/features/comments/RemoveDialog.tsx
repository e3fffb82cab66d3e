import { Text, Textarea } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import type { CommentView } from "@/api/schema";
import { FormDialog } from "@/ui/FormDialog";
import { fieldErrors } from "@/ui/Refusal";

import { useRemove } from "./queries";

const FIELDS = ["reason"];

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
  const own = comment.allowed_actions.includes("edit");
  return (
    <FormDialog
      title={t("removeTitle")}
      onClose={onClose}
      onSubmit={(event) => {
        event.preventDefault();
        removing.mutate(reason.trim() || null, { onSuccess: onClose });
      }}
      error={removing.error}
      fields={own ? [] : FIELDS}
      isPending={removing.isPending}
      submit={t("remove")}
      color="red"
      disabled={!own && !reason.trim()}
    >
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
          error={fieldErrors(removing.error, FIELDS)["reason"]}
        />
      )}
    </FormDialog>
  );
}
