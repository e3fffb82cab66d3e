import { Anchor, Skeleton, Stack, Title } from "@mantine/core";
import { useDocumentTitle } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { useMe } from "@/features/session/queries";

import { FindingForm } from "./FindingForm";
import { keptDraft } from "./draft";

/** A new finding, or the one whose writing was interrupted. */
export function NewFindingPage() {
  const { t } = useTranslation(["finding", "attachments", "journal"]);
  const { id: personId } = useMe();
  const [round, setRound] = useState(0);
  useDocumentTitle(t("pageTitle"));
  const { data: kept } = useQuery({
    queryKey: ["finding-draft", personId, round],
    queryFn: () => keptDraft(personId),
    networkMode: "always",
    staleTime: Infinity,
    gcTime: 0,
  });
  return (
    <Stack gap="md">
      <Anchor component={Link} to="/journal" size="sm">
        ← {t("journal:title")}
      </Anchor>
      <Title order={1} size="h2">
        {t("title")}
      </Title>
      {kept === undefined ? <Skeleton h={480} /> : <FindingForm key={round} personId={personId} kept={kept} onAnew={() => setRound(round + 1)} />}
    </Stack>
  );
}
