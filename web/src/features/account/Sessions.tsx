import { Badge, Button, Group, Skeleton, Stack, Text } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";

import { Refusal } from "@/ui/Refusal";
import { Section } from "@/ui/Section";
import { formatMoment } from "@/ui/dates";

import { sessionsQuery, useEndSession, useEndSessions } from "./queries";

interface Props {
  personId: string;
  /** Mine: the browser that asks stays signed in. */
  mine?: boolean;
}

/** Where somebody is signed in, and ending it from afar. */
export function Sessions({ personId, mine = false }: Props) {
  const { t } = useTranslation("account");
  const { data, error } = useQuery(sessionsQuery(personId));
  const end = useEndSession();
  const endAll = useEndSessions();
  const others = data?.items.filter(({ current }) => !current) ?? [];
  const endOthers = (): void =>
    endAll.mutate(mine ? { keep_current: true } : { person_id: personId }, {
      onSuccess: ({ ended }) => notifications.show({ message: t("sessions.ended", { count: ended }) }),
    });
  const action = others.length > 1 && (
    <Button variant="default" size="xs" loading={endAll.isPending} onClick={endOthers}>
      {t(mine ? "sessions.endOthers" : "sessions.endAll")}
    </Button>
  );
  return (
    <Section title={t(mine ? "sessions.title" : "sessions.theirs")} action={action}>
      <Refusal error={error ?? end.error ?? endAll.error} />
      {!data && !error && <Skeleton h={60} />}
      {data?.items.length === 0 && (
        <Text size="sm" c="dimmed">
          {t("sessions.none")}
        </Text>
      )}
      <Stack gap="sm" component="ul" p={0} m={0} style={{ listStyle: "none" }}>
        {data?.items.map((session) => (
          <Group key={session.id} component="li" justify="space-between" gap="xs">
            <div style={{ flex: "1 1 16rem", minWidth: 0 }}>
              <Group gap="xs">
                <Text size="sm" fw={500}>
                  {session.device}
                </Text>
                {session.current && <Badge variant="light">{t("sessions.current")}</Badge>}
              </Group>
              <Text size="xs" c="dimmed">
                {t("sessions.started", { moment: formatMoment(session.started_at) })}
                {session.address && `, ${session.address}`}
                {" · "}
                {t("sessions.seen", { moment: formatMoment(session.last_seen_at) })}
              </Text>
            </div>
            {!session.current && session.allowed_actions.includes("end") && (
              <Button
                variant="subtle"
                color="red"
                size="xs"
                aria-label={t("sessions.endOf", { device: session.device })}
                onClick={() =>
                  end.mutate(session.id, { onSuccess: () => notifications.show({ message: t("sessions.endOne") }) })
                }
              >
                {t("sessions.end")}
              </Button>
            )}
          </Group>
        ))}
      </Stack>
    </Section>
  );
}
