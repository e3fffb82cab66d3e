import { Stack, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";

import type { ConsentState, Statement } from "@/api/schema";
import { formatMoment } from "@/ui/dates";

interface Props {
  items: readonly Statement[];
  labels: readonly ConsentState[];
}

/** Everything that was ever said, the newest first: how it was said, and who wrote it down. */
export function Statements({ items, labels }: Props) {
  const { t } = useTranslation("consents");
  return (
    <Stack component="ol" gap="xs" p={0} m={0} mt="md" style={{ listStyle: "none" }} aria-label={t("register")}>
      {items.map((one) => (
        <li key={one.id}>
          <Text size="sm">
            {t(one.given ? "said.given" : "said.withdrawn", {
              consent: labels.find(({ kind }) => kind === one.kind)?.label ?? one.kind,
            })}
            , {t(`channels.${one.channel}`)}
            {one.text_version && `, ${t("wordingOf", { version: one.text_version })}`}
          </Text>
          <Text size="xs" c="dimmed">
            {formatMoment(one.stated_at)}
            {" · "}
            {t("recorded", { who: one.recorded_by_name ?? t("platform"), moment: formatMoment(one.recorded_at) })}
          </Text>
        </li>
      ))}
    </Stack>
  );
}
