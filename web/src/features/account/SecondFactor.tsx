import { Button, Group, Skeleton, Stack, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { Refusal } from "@/ui/Refusal";
import { Section } from "@/ui/Section";
import { formatMoment } from "@/ui/dates";

import { EnrolDialog } from "./EnrolDialog";
import { ShowBothDialog } from "./ShowBothDialog";
import { factorQuery } from "./queries";

type Dialog = "enable" | "disable" | "renew";

export function SecondFactor() {
  const { t } = useTranslation("account");
  const { data: factor, error } = useQuery(factorQuery);
  const [dialog, setDialog] = useState<Dialog | null>(null);
  const close = (): void => setDialog(null);
  return (
    <Section title={t("factor.title")}>
      <Refusal error={error} />
      {!factor && !error && <Skeleton h={60} />}
      {factor && !factor.enabled && (
        <Stack align="flex-start">
          <Text size="sm" maw={560}>
            {t("factor.off")}
          </Text>
          <Button onClick={() => setDialog("enable")}>{t("factor.enable")}</Button>
        </Stack>
      )}
      {factor?.enabled && (
        <Stack>
          <Text size="sm" maw={560}>
            {factor.enabled_at && t("factor.on", { moment: formatMoment(factor.enabled_at) })}{" "}
            {t("factor.left", { count: factor.recovery_codes_left })} {factor.demanded && t("factor.demanded")}
          </Text>
          <Group>
            {factor.allowed_actions.includes("renew_recovery_codes") && (
              <Button variant="default" onClick={() => setDialog("renew")}>
                {t("factor.renew")}
              </Button>
            )}
            {factor.allowed_actions.includes("disable") && (
              <Button variant="light" color="red" onClick={() => setDialog("disable")}>
                {t("factor.disable")}
              </Button>
            )}
          </Group>
        </Stack>
      )}
      {dialog === "enable" && <EnrolDialog onClose={close} />}
      {(dialog === "disable" || dialog === "renew") && <ShowBothDialog act={dialog} onClose={close} />}
    </Section>
  );
}
