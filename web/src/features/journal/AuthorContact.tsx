import { Button, Text } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";

import { api, unwrap } from "@/api/client";
import { useHolds } from "@/features/session/queries";
import { Refusal } from "@/ui/Refusal";

/** Who a nameless author says they are: asked for, not shown by itself, as every reading of it is noted. */
export function AuthorContact({ recordId }: { recordId: string }) {
  const { t } = useTranslation("journal");
  const may = useHolds("nonconformity:read_contacts");
  const reading = useMutation({
    mutationFn: () => unwrap(api.GET("/api/v1/nonconformities/{record_id}/contact", { params: { path: { record_id: recordId } } })),
  });
  if (!may) return null;
  const { data } = reading;
  if (data) {
    return (
      <Text size="sm" role="status">
        {[data.name, data.contact].filter(Boolean).join(", ") || t("contact.none")}
      </Text>
    );
  }
  return (
    <>
      <Refusal error={reading.error} />
      <Button variant="subtle" size="compact-sm" ml={-8} className="touch" loading={reading.isPending} onClick={() => reading.mutate()}>
        {t("contact.show")}
      </Button>
    </>
  );
}
