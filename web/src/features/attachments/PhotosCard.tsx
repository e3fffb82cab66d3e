import { Card, Stack, Text, Title } from "@mantine/core";
import { modals } from "@mantine/modals";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";

import type { AttachmentView } from "@/api/schema";
import { Refusal } from "@/ui/Refusal";
import { useRefused } from "@/ui/useRefused";

import { DropArea } from "./DropArea";
import { Thumbnails } from "./Thumbnails";
import { UploadList } from "./UploadList";
import { attachmentsQuery, useRemoveAttachment } from "./queries";
import { useUploads } from "./useUploads";

/** The photos and files of a finding and of its fix. Those of comments and measures are shown with these. */
export function PhotosCard({ recordId }: { recordId: string }) {
  const { t } = useTranslation("attachments");
  const client = useQueryClient();
  const { data, error } = useQuery(attachmentsQuery(recordId));
  const uploads = useUploads({
    recordId,
    purpose: "finding",
    onUploaded: () => void client.invalidateQueries({ queryKey: attachmentsQuery(recordId).queryKey }),
  });
  const removing = useRemoveAttachment(recordId);
  const refused = useRefused();
  const remove = (attachment: AttachmentView): void => {
    modals.openConfirmModal({
      title: t("removeTitle"),
      children: t("removeText", { name: attachment.name }),
      confirmProps: { color: "red" },
      labels: { confirm: t("remove"), cancel: t("common:cancel") },
      onConfirm: () => removing.mutate(attachment, { onError: refused }),
    });
  };
  const shown = data?.items.filter(({ purpose, draft }) => !draft && (purpose === "finding" || purpose === "fix")) ?? [];
  const mayAttach = data?.allowed_actions.includes("attach") ?? false;
  return (
    <Card withBorder component="section" aria-labelledby="photos">
      <Title order={2} size="h4" id="photos" mb="sm">
        {t("title")}
      </Title>
      <Stack gap="sm">
        <Refusal error={error} />
        {data && shown.length === 0 && (
          <Text size="sm" c="dimmed">
            {t("empty")}
          </Text>
        )}
        <Thumbnails items={shown} onRemove={remove} />
        <UploadList uploads={uploads} hideDone />
        {mayAttach && <DropArea onFiles={uploads.add} pastes />}
      </Stack>
    </Card>
  );
}
