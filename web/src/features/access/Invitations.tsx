import { Alert, Button, Code, Group, Skeleton, Stack, Text } from "@mantine/core";
import { IconPrinter } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";

import type { Invited } from "@/api/schema";
import { fullName } from "@/features/people/names";
import { CopyButton } from "@/ui/CopyButton";
import { formatMoment } from "@/ui/dates";

import classes from "./Invitations.module.css";
import { invitedQuery } from "./queries";

const addressOf = (path: string): string => globalThis.location.origin + path;

/** What became of each invitation: a link to hand over, or why there is none. To copy, and to print as a sheet. */
export function Invitations({ items, onClose }: { items: readonly Invited[]; onClose: () => void }) {
  const { t } = useTranslation("access");
  const { data: people } = useQuery(invitedQuery(items.map(({ person_id }) => person_id)));
  const nameOf = (id: string): string => {
    const person = people?.items.find((one) => one.id === id);
    return person ? fullName(person) : t("common:unknownPerson");
  };
  const all = items.flatMap(({ person_id, login, link }) => (link ? [`${nameOf(person_id)}\t${login ?? ""}\t${addressOf(link.path)}`] : []));
  return (
    <Stack gap="sm">
      <Alert className={classes["screen"] ?? ""} color="yellow" variant="light" role="status">
        {t("inviteMany.once")}
      </Alert>
      {!people && <Skeleton h={80} />}
      {people && (
        <Stack component="ul" gap={0} p={0} m={0} style={{ listStyle: "none" }}>
          {items.map((invited) => (
            <li key={invited.person_id} className={classes["item"]}>
              <Text fw={600} size="sm">
                {nameOf(invited.person_id)}
              </Text>
              {invited.refusal && (
                <Text size="sm" c="red">
                  {invited.refusal.title}. {invited.refusal.detail}
                </Text>
              )}
              {invited.link && (
                <>
                  <Text size="sm">
                    {t("inviteMany.login")} <Code>{invited.login}</Code>,{" "}
                    {t("inviteMany.until", { moment: formatMoment(invited.link.expires_at) })}
                  </Text>
                  <Group justify="space-between" wrap="nowrap" mt={4}>
                    <Code block style={{ overflowWrap: "anywhere", whiteSpace: "pre-wrap", flex: 1 }}>
                      {addressOf(invited.link.path)}
                    </Code>
                    <div className={classes["screen"]}>
                      <CopyButton value={addressOf(invited.link.path)} label={t("inviteMany.copyOf", { name: nameOf(invited.person_id) })} />
                    </div>
                  </Group>
                </>
              )}
            </li>
          ))}
        </Stack>
      )}
      <Group justify="flex-end" className={classes["screen"] ?? ""}>
        {all.length > 0 && (
          <>
            {all.length > 1 && <CopyButton value={all.join("\n")} label={t("inviteMany.copyAll")} />}
            <Button variant="default" leftSection={<IconPrinter size={16} />} onClick={() => window.print()}>
              {t("inviteMany.print")}
            </Button>
          </>
        )}
        <Button onClick={onClose}>{t("common:close")}</Button>
      </Group>
    </Stack>
  );
}
