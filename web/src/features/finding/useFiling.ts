import { notifications } from "@mantine/notifications";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";

import type { NewNonconformity } from "@/api/schema";
import type { Uploads } from "@/features/attachments/useUploads";
import { recordQuery } from "@/features/journal/queries";

import type { Draft } from "./draft";
import { fileOnce } from "./file";
import { correct, post } from "./queries";
import type { useDraft } from "./useDraft";

type Filed = NonNullable<Draft["filed"]>;

/** From a finding that is written to its card: the record first, then its photos one after the other. */
export function useFiling(draft: ReturnType<typeof useDraft>, onFiled: (filed: Filed) => void) {
  const { t } = useTranslation("finding");
  const client = useQueryClient();
  const navigate = useNavigate();
  const filing = useMutation({
    mutationFn: (body: NewNonconformity) =>
      fileOnce(body, draft.sending(), { post, correct, remember: (sending) => draft.keep({ sending }) }),
  });
  const sending = useMutation({ networkMode: "always", mutationFn: ({ uploads, id }: { uploads: Uploads; id: string }) => uploads.sendTo(id) });

  const leave = async ({ id, number }: Filed): Promise<void> => {
    await draft.forget();
    void client.invalidateQueries({ queryKey: ["nonconformities"] });
    notifications.show({ message: t("filed", { number }) });
    await navigate({ to: "/journal/$recordId", params: { recordId: id } });
  };
  const sendPhotos = async (to: Filed, uploads: Uploads): Promise<void> => {
    if (await sending.mutateAsync({ uploads, id: to.id })) await leave(to);
  };
  const file = async (body: NewNonconformity, uploads: Uploads): Promise<void> => {
    const card = await filing.mutateAsync(body);
    client.setQueryData(recordQuery(card.id).queryKey, card);
    const made = { id: card.id, number: card.number };
    await draft.keep({ filed: made, sending: null });
    onFiled(made);
    await sendPhotos(made, uploads);
  };
  return { error: filing.error, busy: filing.isPending || sending.isPending, file, sendPhotos, leave };
}
