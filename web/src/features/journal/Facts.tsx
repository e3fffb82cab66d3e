import { Stack, Text } from "@mantine/core";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { Section } from "@/ui/Section";
import { formatDay, formatMoment } from "@/ui/dates";

import classes from "./Facts.module.css";
import { AuthorContact } from "./AuthorContact";
import { DueDate } from "./badges";
import type { PersonRef, RecordCard } from "./types";

/** What is known about a record, and who takes part in it. */
export function Facts({ record }: { record: RecordCard }) {
  const { t } = useTranslation("journal");
  const moved = record.first_due_on !== null && record.first_due_on !== record.due_on;
  return (
    <Section title={t("facts")}>
      <dl className={classes["facts"]}>
        <Fact name={t("fields.dueOn")}>
          <DueDate
            dueOn={record.due_on}
            overdue={record.overdue}
            zone={record.branch.time_zone}
            moves={record.due_date_moves}
          />
          {moved && record.first_due_on && (
            <Text size="xs" c="dimmed">
              {t("fields.firstDueOn")}: {formatDay(record.first_due_on)}
            </Text>
          )}
        </Fact>
        <Fact name={t("fields.responsible")}>
          {record.responsible ? <Person person={record.responsible} /> : t("unassigned")}
        </Fact>
        <People name={t("fields.coExecutors")} people={record.co_executors} />
        <People name={t("fields.observers")} people={record.observers} />
        <Fact name={t("fields.author")}>
          {record.author ? <Person person={record.author} /> : t("noAuthor")}
          {!record.author && record.source === "public" && <AuthorContact recordId={record.id} />}
        </Fact>
        <Fact name={t("fields.category")}>{record.category.name}</Fact>
        <Fact name={t("fields.branch")}>{record.branch.name}</Fact>
        <Fact name={t("fields.foundAt")}>{formatMoment(record.found_at)}</Fact>
        <Fact name={t("fields.registeredAt")}>{formatMoment(record.registered_at)}</Fact>
        {record.fixed_at && (
          <Fact name={t("fields.fixedAt")}>
            {formatMoment(record.fixed_at)}
            {record.fixed_by && (
              <Text size="sm" c="dimmed">
                <Person person={record.fixed_by} />
              </Text>
            )}
          </Fact>
        )}
        {record.closed_at && <Fact name={t("fields.closedAt")}>{formatMoment(record.closed_at)}</Fact>}
      </dl>
    </Section>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </>
  );
}

function People({ name, people }: { name: string; people: PersonRef[] }) {
  if (people.length === 0) return null;
  return (
    <Fact name={name}>
      <Stack gap={0}>
        {people.map((person) => (
          <Person key={person.id} person={person} />
        ))}
      </Stack>
    </Fact>
  );
}

function Person({ person }: { person: PersonRef }) {
  const { t } = useTranslation();
  return <span>{person.name ?? t("unknownPerson")}</span>;
}
