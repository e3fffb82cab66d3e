import { ActionIcon, Anchor, Button, Card, Group, Text, ThemeIcon, Title } from "@mantine/core";
import { useLocalStorage } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { IconCheck, IconX } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";

import { useHolds, useMe } from "@/features/session/queries";

import classes from "./Guide.module.css";
import { accountCountQuery, peopleCountQuery, recordCountQuery } from "./queries";
import { type Step, type StepName, stepsOf } from "./steps";

const ADDRESSES = { people: "/people/import", journal: "/journal/import", staff: "/access" } as const satisfies Record<StepName, string>;

/** «shown» until somebody puts it away; «done» once the union is set up, and then nothing is asked any more. */
type Kept = "shown" | "away" | "done";

interface Guiding {
  steps: readonly Step[];
  away: boolean;
  keep: (kept: Kept) => void;
}

/** The first steps of an empty union, for whoever may take them; null when none is left. What is done, the data say. */
export function useGuide(): Guiding | null {
  const { id } = useMe();
  const [kept, keep] = useLocalStorage<Kept>({ key: `profkom.guide.${id}`, defaultValue: "shown", getInitialValueInEffect: false });
  const may = { people: useHolds("people:import"), journal: useHolds("nonconformity:import"), staff: useHolds("people:manage_access") };
  const asked = kept !== "done";
  const people = useQuery({ ...peopleCountQuery, enabled: asked && may.people });
  const journal = useQuery({ ...recordCountQuery, enabled: asked && may.journal });
  const staff = useQuery({ ...accountCountQuery, enabled: asked && may.staff });
  const steps = stepsOf(may, { people: people.data, journal: journal.data, staff: staff.data });
  if (!asked || steps === null || steps.every(({ done }) => done)) return null;
  return { steps, away: kept === "away", keep };
}

export function Guide({ steps, away, keep }: Guiding) {
  if (away) return <ComesBack left={steps.filter(({ done }) => !done).length} onShow={() => keep("shown")} />;
  return <Steps steps={steps} onAway={() => keep("away")} />;
}

function ComesBack({ left, onShow }: { left: number; onShow: () => void }) {
  const { t } = useTranslation("guide");
  return (
    <Anchor component="button" type="button" size="sm" w="fit-content" mih={44} onClick={onShow}>
      {t("comeBack", { count: left })}
    </Anchor>
  );
}

function Steps({ steps, onAway }: { steps: readonly Step[]; onAway: () => void }) {
  const { t } = useTranslation("guide");
  const next = steps.find(({ done }) => !done);
  return (
    <Card withBorder component="section" aria-label={t("title")}>
      <Group justify="space-between" wrap="nowrap" align="flex-start">
        <div>
          <Title order={2} size="h4">
            {t("title")}
          </Title>
          <Text size="sm" c="dimmed" maw={620}>
            {t("lead")}
          </Text>
        </div>
        <ActionIcon variant="subtle" color="gray" onClick={onAway} aria-label={t("putAway")}>
          <IconX size={18} />
        </ActionIcon>
      </Group>
      <ol className={classes["steps"]}>
        {steps.map((step, at) => (
          <li key={step.name} className={classes["step"]} data-done={step.done || undefined}>
            <ThemeIcon variant={step.done ? "filled" : "light"} radius="xl" size={32}>
              {step.done ? <IconCheck size={18} aria-label={t("done")} /> : at + 1}
            </ThemeIcon>
            <div className={classes["words"]}>
              <Text fw={500}>{t(`steps.${step.name}.title`)}</Text>
              <Text size="sm" c="dimmed">
                {step.done ? t(`steps.${step.name}.done`, { count: step.count }) : t(`steps.${step.name}.text`)}
              </Text>
            </div>
            {!step.done && (
              <Button component={Link} to={ADDRESSES[step.name]} variant={step === next ? "filled" : "default"} className={classes["go"] ?? ""}>
                {t(`steps.${step.name}.go`)}
              </Button>
            )}
          </li>
        ))}
      </ol>
    </Card>
  );
}
