import { Accordion, Alert, Badge, Button, Group, SegmentedControl, Table, Text } from "@mantine/core";
import { IconDownload } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import type { ImportCard } from "@/api/schema";
import { saveCsv } from "@/ui/csv";
import { Section } from "@/ui/Section";

import classes from "./imports.module.css";
import { type ProblemGroup, grouped, stretches } from "./problems";

/** What is wrong in the file: by kind, or in the order of its rows; and as a list to correct the file by. */
export function Problems({ item }: { item: ImportCard }) {
  const { t } = useTranslation("imports");
  const [view, setView] = useState("kinds");
  const { problems, problems_total: total } = item;
  if (total === 0) {
    return (
      <Alert color="patina" variant="light">
        {t("noProblems")}
      </Alert>
    );
  }
  const save = (): void => {
    const heading = ["row", "column", "problem"].map((name) => t(`problems.${name}`));
    saveCsv(t("problems.file", { name: item.file_name }), [heading, ...problems.map(({ row, column, message }) => [row, column, message])]);
  };
  return (
    <Section
      title={t("problems.title", { count: total })}
      action={
        <Group gap="xs">
          <SegmentedControl
            size="xs"
            aria-label={t("problems.view")}
            value={view}
            onChange={setView}
            data={["kinds", "rows"].map((value) => ({ value, label: t(`problems.${value}`) }))}
          />
          <Button variant="default" size="xs" leftSection={<IconDownload size={16} />} onClick={save}>
            {t("problems.download")}
          </Button>
        </Group>
      }
    >
      {total > problems.length && (
        <Text size="sm" c="dimmed" mb="xs">
          {t("problems.first", { count: problems.length })}
        </Text>
      )}
      {view === "kinds" ? <Kinds groups={grouped(problems)} /> : <Rows item={item} />}
    </Section>
  );
}

function Kinds({ groups }: { groups: ProblemGroup[] }) {
  const { t } = useTranslation("imports");
  return (
    <Accordion multiple chevronPosition="left" defaultValue={groups.length === 1 ? ["0"] : []}>
      {groups.map(({ code, column, count, said }, index) => (
        <Accordion.Item key={`${code} ${column}`} value={String(index)}>
          <Accordion.Control>
            <Group gap="xs" wrap="nowrap" justify="space-between">
              <Text size="sm">
                {t(`kinds.${code}`, { defaultValue: said[0]?.message ?? code })}
                {column && (
                  <Text span size="sm" c="dimmed">
                    {" "}
                    · {t("problems.inColumn", { column })}
                  </Text>
                )}
              </Text>
              <Badge variant="light" color="orange" flex="none" mr="xs">
                {count}
              </Badge>
            </Group>
          </Accordion.Control>
          <Accordion.Panel>
            {/* A list that scrolls is reached by keyboard. */}
            {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
            <div className={classes["scroll"]} tabIndex={0} role="group" aria-label={t(`kinds.${code}`, { defaultValue: code })}>
              <ul className={classes["plain"]}>
                {said.map(({ message, rows }) => (
                  <li key={message}>
                    <Text size="sm" className="prose" py={4}>
                      {message}{" "}
                      {rows.length > 0 && (
                        <Text span size="sm" c="dimmed">
                          {t("problems.inRows", { count: rows.length, rows: stretches(rows) })}
                        </Text>
                      )}
                    </Text>
                  </li>
                ))}
              </ul>
            </div>
          </Accordion.Panel>
        </Accordion.Item>
      ))}
    </Accordion>
  );
}

function Rows({ item }: { item: ImportCard }) {
  const { t } = useTranslation("imports");
  return (
    // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <div className={classes["scroll"]} tabIndex={0} role="group" aria-label={t("problems.rows")}>
      <Table stickyHeader>
        <Table.Thead>
          <Table.Tr>
            {["row", "column", "problem"].map((name) => (
              <Table.Th key={name}>{t(`problems.${name}`)}</Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {item.problems.map(({ row, column, code, message }, index) => (
            <Table.Tr key={`${row} ${column} ${code} ${index}`}>
              <Table.Td>{row ?? t("problems.wholeFile")}</Table.Td>
              <Table.Td>{column ?? "—"}</Table.Td>
              <Table.Td>{message}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </div>
  );
}
