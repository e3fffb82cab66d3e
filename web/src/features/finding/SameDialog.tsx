import { Alert, Anchor, Button, Checkbox, Group, Stack, Text } from "@mantine/core";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { api, unwrap } from "@/api/client";
import { newId } from "@/api/ids";
import type { Resembling } from "@/api/schema";
import { Thumbnails } from "@/features/attachments/Thumbnails";
import { UploadList } from "@/features/attachments/UploadList";
import { attachmentsQuery } from "@/features/attachments/queries";
import type { Uploads } from "@/features/attachments/useUploads";
import { SeverityBadge, StateBadge } from "@/features/journal/badges";
import { Dialog } from "@/ui/Dialog";
import { Refusal } from "@/ui/Refusal";
import { formatMoment } from "@/ui/dates";

interface Props {
  found: Resembling;
  /** What was written about it here, and the photos: they may be added to the record that there is. */
  text: string;
  uploads: Uploads;
  onClose: () => void;
  onSame: () => void;
}

/** A record that may be of the same thing: looked at without leaving what is being typed. */
export function SameDialog({ found, text, uploads, onClose, onSame }: Props) {
  const { t } = useTranslation("finding");
  const { data: photos } = useQuery(attachmentsQuery(found.id));
  const [adding, setAdding] = useState(true);
  const [key] = useState(() => newId());
  const left = uploads.items.filter(({ state }) => state === "refused").length;
  const something = text.trim() !== "" || uploads.items.length > 0;
  const joining = useMutation({
    mutationFn: async () => {
      const params = { path: { record_id: found.id } };
      await unwrap(api.POST("/api/v1/nonconformities/{record_id}/observe", { params }));
      if (!adding) return;
      if (text.trim()) {
        // A second try after a lost answer says it once.
        const headers = { "Idempotency-Key": key };
        const body = { text: text.trim(), mention_ids: [] };
        await unwrap(api.POST("/api/v1/nonconformities/{record_id}/comments", { params, body, headers }));
      }
      if (!(await uploads.sendTo(found.id))) throw new Error("not all photos have arrived");
    },
    onSuccess: onSame,
  });
  return (
    <Dialog onClose={onClose} title={found.number} size="lg">
      <Stack>
        <Refusal error={joining.error} />
        {joining.isError && left > 0 && (
          <Alert color="yellow" variant="light" role="alert">
            {t("photosLeft", { count: left })}
            <UploadList uploads={uploads} hideDone />
          </Alert>
        )}
        <Group gap="xs">
          <StateBadge state={found.state} />
          <SeverityBadge severity={found.severity} />
          <Text size="sm" c="dimmed">
            {formatMoment(found.found_at)}
          </Text>
        </Group>
        <div>
          <Text className="prose">{found.description}</Text>
          <Text size="sm" c="dimmed" mt={4}>
            {found.site.name}, {found.place} · {found.category.name}
          </Text>
        </div>
        <Thumbnails items={photos?.items.filter(({ draft, purpose }) => !draft && purpose === "finding") ?? []} />
        <Text size="sm" c="dimmed">
          {t("same.why", { reasons: found.reasons.join(", ") })}
        </Text>
        {something && (
          <Checkbox label={t("same.add")} checked={adding} onChange={({ currentTarget }) => setAdding(currentTarget.checked)} />
        )}
        <Group justify="space-between">
          <Anchor href={`/journal/${found.id}`} target="_blank" size="sm">
            {t("same.open")}
          </Anchor>
          <Group gap="xs">
            <Button variant="default" onClick={onClose}>
              {t("same.other")}
            </Button>
            <Button loading={joining.isPending} onClick={() => joining.mutate()}>
              {t("same.same")}
            </Button>
          </Group>
        </Group>
      </Stack>
    </Dialog>
  );
}
