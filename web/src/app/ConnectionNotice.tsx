import { Alert } from "@mantine/core";
import { useNetwork } from "@mantine/hooks";
import { useQueryClient } from "@tanstack/react-query";
import { IconPlugConnectedX } from "@tabler/icons-react";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";

import { listen } from "@/api/live";

/** How long a lost connection goes unmentioned: streams are renewed every few minutes. */
const PATIENCE_MS = 6_000;

/** Keeps what is shown up to date, and says so when it cannot. */
export function ConnectionNotice() {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [lost, setLost] = useState(false);
  const { online } = useNetwork();
  useEffect(() => {
    let timer: number | undefined;
    const stop = listen(client, (connected) => {
      window.clearTimeout(timer);
      if (connected) setLost(false);
      else timer = window.setTimeout(() => setLost(true), PATIENCE_MS);
    });
    return () => {
      window.clearTimeout(timer);
      stop();
    };
  }, [client]);
  if (!lost && online) return null;
  return (
    <Alert color="yellow" variant="light" mb="md" icon={<IconPlugConnectedX size={18} />} role="status">
      {t(online ? "live.lost" : "live.offline")}
    </Alert>
  );
}
