import { Badge, Button, Collapse, Group, Skeleton, Stack, Text } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import type { ConsentState } from "@/api/schema";
import { Refusal } from "@/ui/Refusal";
import { Section } from "@/ui/Section";
import { formatMoment } from "@/ui/dates";

import { ConsentDialog } from "./ConsentDialog";
import { Statements } from "./Statements";
import { consentsQuery } from "./queries";

/** What a person agrees to now, and the register of all that was said about it. */
export function Consents({ personId }: { personId: string }) {
  const { t } = useTranslation("consents");
  const { data, error } = useQuery(consentsQuery(personId));
  const [about, setAbout] = useState<ConsentState | null>(null);
  const [shown, { toggle }] = useDisclosure();
  const register = data && data.statements.length > 0 && (
    <Button variant="subtle" size="xs" onClick={toggle} aria-expanded={shown}>
      {t(shown ? "hideRegister" : "showRegister", { count: data.statements.length })}
    </Button>
  );
  return (
    <Section title={t("title")} action={register}>
      <Refusal error={error} />
      {!data && !error && <Skeleton h={120} />}
      <Stack gap="sm" component="ul" p={0} m={0} style={{ listStyle: "none" }}>
        {data?.items.map((consent) => (
          <Consent key={consent.kind} consent={consent} {...(data.may_record ? { onChange: setAbout } : {})} />
        ))}
      </Stack>
      {data && (
        <Collapse expanded={shown}>
          <Statements items={data.statements} labels={data.items} />
        </Collapse>
      )}
      {about && <ConsentDialog personId={personId} consent={about} onClose={() => setAbout(null)} />}
    </Section>
  );
}

function Consent({ consent, onChange }: { consent: ConsentState; onChange?: (consent: ConsentState) => void }) {
  const { t } = useTranslation("consents");
  const { given, since } = consent;
  const state = given ? "given" : since ? "withdrawn" : "never";
  return (
    <Group component="li" justify="space-between" wrap="nowrap">
      <div>
        <Group gap="xs">
          <Text size="sm" fw={500} className="sentence">
            {consent.label}
          </Text>
          <Badge variant="light" color={given ? "patina" : "gray"}>
            {t(`states.${state}`)}
          </Badge>
        </Group>
        {since && (
          <Text size="xs" c="dimmed">
            {formatMoment(since)}
            {consent.text_version && ` · ${t("wordingOf", { version: consent.text_version })}`}
          </Text>
        )}
      </div>
      {onChange && (
        <Button
          variant="subtle"
          size="xs"
          style={{ flex: "none" }}
          {...(given ? { color: "red" } : {})}
          aria-label={t(given ? "withdrawOf" : "giveOf", { consent: consent.label })}
          onClick={() => onChange(consent)}
        >
          {t(given ? "withdraw" : "give")}
        </Button>
      )}
    </Group>
  );
}
