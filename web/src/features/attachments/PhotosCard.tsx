import { Card, Stack, Text, Title } from "@mantine/core";
import { modals } from "@mantine/modals";
import { notifications } from "@mantine/notifications";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";

import { Problem } from "@/api/problem";
import type { AttachmentView } from "@/api/schema";
import { problemText } from "@/ui/problems";

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
  const remove = (attachment: AttachmentView): void => {
    modals.openConfirmModal({
      title: t("removeTitle"),
      children: t("removeText", { name: attachment.name }),
      confirmProps: { color: "red" },
      labels: { confirm: t("remove"), cancel: t("common:cancel") },
      onConfirm: () =>
        removing.mutate(attachment, {
          onError: (reason) => {
            if (reason instanceof Problem) notifications.show({ color: "red", title: reason.title, message: problemText(reason, t) });
          },
        }),
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
        {error instanceof Problem && <Text c="dimmed">{problemText(error, t)}</Text>}
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
