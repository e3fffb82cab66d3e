import { Alert, Stack, Text, Title } from "@mantine/core";
import { useDocumentTitle } from "@mantine/hooks";
import { IconShieldLock } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";

import { mustEnrol, useMe } from "@/features/session/queries";
import { Section } from "@/ui/Section";
import { formatDay } from "@/ui/dates";

import { PasswordForm } from "./PasswordForm";
import { SecondFactor } from "./SecondFactor";
import { Sessions } from "./Sessions";

export function AccountPage() {
  const { t } = useTranslation("account");
  const me = useMe();
  useDocumentTitle(t("pageTitle"));
  const branchName = (id: string): string => me.branches.find((branch) => branch.id === id)?.name ?? "";
  return (
    <Stack gap="md" maw={760}>
      <div>
        <Title order={1} size="h2">
          {me.name}
        </Title>
        {me.person?.position && <Text c="dimmed">{me.person.position}</Text>}
      </div>
      {mustEnrol(me) && (
        <Alert title={t("enrolFirst.title")} icon={<IconShieldLock size={20} />} role="status">
          {t("enrolFirst.text")}
        </Alert>
      )}
      <SecondFactor />
      <PasswordForm />
      {me.person && <Sessions personId={me.id} mine />}
      <Section title={t("roles")}>
        {me.roles.length === 0 && <Text c="dimmed">{t("noRoles")}</Text>}
        {me.roles.map((role) => (
          <Text key={`${role.code} ${role.branch_id ?? ""}`} size="sm">
            {role.name},{" "}
            <Text span c="dimmed">
              {role.branch_id ? branchName(role.branch_id) : t("everywhere")}
              {role.valid_to && `, ${t("until", { day: formatDay(role.valid_to) })}`}
            </Text>
          </Text>
        ))}
      </Section>
    </Stack>
  );
}
