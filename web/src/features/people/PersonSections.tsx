import { Grid, Stack } from "@mantine/core";

import type { PersonCard } from "@/api/schema";
import { Absences } from "@/features/absences/Absences";
import { Access } from "@/features/access/Access";
import { Sessions } from "@/features/account/Sessions";
import { Consents } from "@/features/consents/Consents";
import { PersonalData } from "@/features/personal-data/PersonalData";
import { useHolds, useHoldsIn, useMe } from "@/features/session/queries";

import { MembershipCard } from "./MembershipCard";
import { PersonFacts } from "./PersonFacts";
import { PersonHistory } from "./PersonHistory";
import { PersonJournal } from "./PersonJournal";

/** All that is known of a person, as far as the viewer may see it. */
export function PersonSections({ person }: { person: PersonCard }) {
  const isMe = useMe().id === person.id;
  const managesAccess = useHolds("people:manage_access");
  const mayErase = useHoldsIn("people:erase", person.branch_id);
  const mayEdit = isMe || person.allowed_actions.includes("edit");
  return (
    <Grid gap="md">
      <Grid.Col span={{ base: 12, md: 5 }}>
        <Stack>
          <PersonFacts person={person} />
          <PersonJournal personId={person.id} />
          {mayEdit && <MembershipCard person={person} />}
          <Absences personId={person.id} mayPlan={mayEdit} />
        </Stack>
      </Grid.Col>
      <Grid.Col span={{ base: 12, md: 7 }}>
        <Stack>
          {managesAccess && <Access person={person} />}
          {(managesAccess || isMe) && <Sessions personId={person.id} mine={isMe} />}
          {person.private !== null && <Consents personId={person.id} />}
          {(mayErase || isMe) && <PersonalData person={person} mayErase={mayErase && !isMe} />}
          <PersonHistory personId={person.id} />
        </Stack>
      </Grid.Col>
    </Grid>
  );
}
