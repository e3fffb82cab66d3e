import { Anchor, Button, Group, Skeleton, Stack, Text, Title } from "@mantine/core";
import { useDocumentTitle } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { Link, useParams } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { Refusal } from "@/ui/Refusal";

import { MemberBadge } from "./MemberBadge";
import { MembershipDialog } from "./MembershipDialog";
import { PersonDialog } from "./PersonDialog";
import { PersonSections } from "./PersonSections";
import { fullName } from "./names";
import { personQuery } from "./queries";

const ACTS = ["edit", "join", "leave"] as const;
type Act = (typeof ACTS)[number];

export function PersonPage() {
  // Named together, so that the card is painted once and not in steps.
  useTranslation(["people", "access", "account", "absences", "consents", "personal-data"]);
  const { personId } = useParams({ from: "/staff/people/$personId" });
  // Anew for each person: an open form, or a link that was just made, is of this one.
  return <Person key={personId} personId={personId} />;
}

function Person({ personId }: { personId: string }) {
  const { t } = useTranslation("people");
  const { data: person, error } = useQuery(personQuery(personId));
  const [act, setAct] = useState<Act | null>(null);
  useDocumentTitle(person ? `${fullName(person)} · ${t("common:product")}` : t("pageTitle"));
  const close = (): void => setAct(null);
  return (
    <Stack gap="md">
      <Anchor component={Link} to="/people" size="sm">
        ← {t("title")}
      </Anchor>
      <Refusal error={error} />
      {!person && !error && <Skeleton h={420} />}
      {person && (
        <>
          <Group justify="space-between" align="flex-start">
            <div>
              <Group gap="sm">
                <Title order={1} size="h2">
                  {fullName(person)}
                </Title>
                <MemberBadge isMember={person.is_member} />
              </Group>
              {person.position && <Text c="dimmed">{person.position}</Text>}
            </div>
            <Group gap="xs">
              {ACTS.filter((name) => person.allowed_actions.includes(name)).map((name) => (
                <Button key={name} variant="default" onClick={() => setAct(name)}>
                  {t(`acts.${name}.name`)}
                </Button>
              ))}
            </Group>
          </Group>
          <PersonSections person={person} />
          {act === "edit" && <PersonDialog person={person} onClose={close} />}
          {(act === "join" || act === "leave") && <MembershipDialog person={person} act={act} onClose={close} />}
        </>
      )}
    </Stack>
  );
}
