import { Button } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { IconEye, IconEyeOff } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";

import { api, unwrap } from "@/api/client";
import type { Card } from "@/api/schema";
import { useMe } from "@/features/session/queries";
import { useRefused } from "@/ui/useRefused";

/** To follow a record, or no longer to. Who takes part in it otherwise follows it anyway. */
export function ObserveButton({ record }: { record: Card }) {
  const { t } = useTranslation("journal");
  const me = useMe();
  const client = useQueryClient();
  const observes = record.observers.some(({ id }) => id === me.id);
  const change = useMutation({
    mutationFn: async () => {
      const params = { path: { record_id: record.id } };
      if (observes) await unwrap(api.POST("/api/v1/nonconformities/{record_id}/leave", { params }));
      else await unwrap(api.POST("/api/v1/nonconformities/{record_id}/observe", { params }));
    },
    onSuccess: () => client.invalidateQueries({ queryKey: ["nonconformities"] }),
    onError: useRefused(),
  });
  const others = [record.author, record.responsible, ...record.co_executors];
  if (me.kind !== "person" || others.some((one) => one?.id === me.id)) return null;
  const Icon = observes ? IconEyeOff : IconEye;
  return (
    <Button
      variant="default"
      className="touch"
      leftSection={<Icon size={16} />}
      loading={change.isPending}
      onClick={() => change.mutate()}
    >
      {t(observes ? "leave" : "observe")}
    </Button>
  );
}
