import { Alert, Button, Checkbox, Group, Stack, Text } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import type { ImportCard } from "@/api/schema";
import { useHolds } from "@/features/session/queries";
import { Refusal } from "@/ui/Refusal";

import { Columns } from "./Columns";
import { Counts } from "./Counts";
import { Problems } from "./Problems";
import { PERMISSIONS } from "./addresses";
import classes from "./imports.module.css";
import { type Correction, corrected, taughtBy } from "./mapping";
import { type Kind, useCheckAgain, useStepOf, useTeach } from "./queries";
import { countsOf } from "./states";

/** A checked file: what applying it would do, and what can be put right before. */
export function Checked({ kind, item }: { kind: Kind; item: ImportCard }) {
  const { t } = useTranslation("imports");
  const [correction, setCorrection] = useState<Correction>({});
  const [remember, setRemember] = useState(false);
  const mayTeach = useHolds(PERMISSIONS[kind].teach);
  const step = useStepOf(kind, item.id);
  const check = useCheckAgain(kind, item.id);
  const teach = useTeach(kind);
  const changed = Object.keys(correction).length > 0;
  const taught = taughtBy(item.columns, correction);
  const counts = countsOf(item);
  const ready = counts.new + counts.changed;
  const checkAgain = (): void => {
    check.mutate({ ...correction }, { onSuccess: () => remember && taught.length > 0 && teach.mutate(taught) });
  };
  return (
    <>
      {item.failure && (
        <Alert color="red" variant="light" role="alert" title={item.failure.title}>
          {item.failure.detail}
        </Alert>
      )}
      <Counts item={item} done={false} />
      <Problems item={item} />
      <Columns
        kind={kind}
        columns={item.columns}
        correction={correction}
        onChoose={(number, field) => setCorrection((before) => corrected(item.columns, before, number, field))}
      />
      <Refusal error={step.error ?? check.error ?? teach.error} />
      <div className={classes["bar"]}>
        <Group justify="space-between" gap="sm">
          <Stack gap={4}>
            <Text size="sm" {...(changed || ready === 0 ? {} : { visibleFrom: "sm" })}>
              {changed ? t("mappingChanged") : t(ready > 0 ? "ready" : "nothingToApply")}
            </Text>
            {!changed && ready > 0 && counts.invalid > 0 && (
              <Text size="sm" c="dimmed">
                {t("invalidLeft", { count: counts.invalid })}
              </Text>
            )}
            {mayTeach && taught.length > 0 && (
              <Checkbox
                label={t("remember")}
                checked={remember}
                onChange={({ currentTarget }) => setRemember(currentTarget.checked)}
              />
            )}
          </Stack>
          <Group gap="xs">
            <Button variant={changed ? "filled" : "default"} loading={check.isPending} onClick={checkAgain}>
              {t("checkAgain")}
            </Button>
            {!changed && (
              <Button disabled={ready === 0} loading={step.isPending} onClick={() => step.mutate("apply")}>
                {t(`${kind}.apply`, { count: ready })}
              </Button>
            )}
          </Group>
        </Group>
      </div>
    </>
  );
}
