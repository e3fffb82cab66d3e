import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";

import { api, unwrap } from "@/api/client";
import type { AttachmentView } from "@/api/schema";

const path = (id: string) => ({ path: { record_id: id } });

export const attachmentsQuery = (recordId: string) =>
  queryOptions({
    queryKey: ["nonconformities", "attachments", recordId],
    queryFn: ({ signal }) =>
      unwrap(api.GET("/api/v1/nonconformities/{record_id}/attachments", { params: path(recordId), signal })),
  });

export function useRemoveAttachment(recordId: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ id }: AttachmentView) =>
      unwrap(
        api.DELETE("/api/v1/nonconformities/{record_id}/attachments/{attachment_id}", {
          params: { path: { record_id: recordId, attachment_id: id } },
        }),
      ),
    onSuccess: () => client.invalidateQueries({ queryKey: ["nonconformities"] }),
  });
}
