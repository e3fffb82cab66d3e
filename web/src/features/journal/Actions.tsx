import { ActionIcon, Button, Group, Menu } from "@mantine/core";
import { IconDots, IconPrinter } from "@tabler/icons-react";
import { lazy, Suspense } from "react";
import { useTranslation } from "react-i18next";

import type { Card } from "@/api/schema";

import { ObserveButton } from "./ObserveButton";
import type { Doing } from "./useDoing";
import { VERBS, type Verb, mainOf, verbsOf } from "./verbs";

const VerbDialog = lazy(() => import("./VerbDialog").then((module) => ({ default: module.VerbDialog })));
const EditDialog = lazy(() => import("./EditDialog").then((module) => ({ default: module.EditDialog })));
const MergeDialog = lazy(() => import("./MergeDialog").then((module) => ({ default: module.MergeDialog })));

/** Besides the main one, as many stand in the open; the rest is in the menu. */
const IN_THE_OPEN = 2;

/** Whether a verb is the next step; the others are there for when something went otherwise. */
const stands = (verb: Verb, { responsible }: Card): boolean =>
  verb === "assign" ? responsible === null : ["report-fixed", "verify", "start"].includes(verb);

/** What the viewer may do with the record now: the main verb first. */
export function Actions({ record, doing }: { record: Card; doing: Doing }) {
  const { t } = useTranslation("journal");
  const verbs = verbsOf(record.allowed_actions);
  const main = mainOf(verbs, record);
  const others = verbs.filter((verb) => verb !== main);
  const open = others.filter((verb) => VERBS[verb].color === undefined).slice(0, IN_THE_OPEN);
  const rest = others.filter((verb) => !open.includes(verb));
  const shown = main ? [main, ...open] : open;
  return (
    <Group gap="xs">
      {shown.map((verb) => (
        <Button
          key={verb}
          className="touch"
          variant={verb === main && stands(verb, record) ? "filled" : "default"}
          loading={doing.atOnce === verb}
          onClick={() => doing.begin(verb)}
        >
          {verb === "assign" && record.responsible ? t("assignAgain") : t(`verbs.${verb}.name`)}
        </Button>
      ))}
      <ObserveButton record={record} />
      <Menu position="bottom-end" withinPortal>
        <Menu.Target>
          <ActionIcon variant="default" size={36} className="touch" aria-label={t("moreActions")}>
            <IconDots size={18} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          {record.allowed_actions.includes("edit") && <Menu.Item onClick={() => doing.begin("edit")}>{t("edit.name")}</Menu.Item>}
          {record.allowed_actions.includes("merge") && <Menu.Item onClick={() => doing.begin("merge")}>{t("merge.name")}</Menu.Item>}
          {rest.map((verb) => (
            <Menu.Item key={verb} {...(VERBS[verb].color ? { c: `var(--mantine-color-${VERBS[verb].color}-text)` } : {})} onClick={() => doing.begin(verb)}>
              {t(`verbs.${verb}.name`)}
            </Menu.Item>
          ))}
          <Menu.Item
            component="a"
            href={`/api/v1/nonconformities/${record.id}/card.pdf`}
            target="_blank"
            leftSection={<IconPrinter size={16} />}
          >
            {t("print")}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <Suspense fallback={null}>
        {doing.asking === "edit" && <EditDialog record={record} onClose={doing.close} />}
        {doing.asking === "merge" && <MergeDialog record={record} onClose={doing.close} />}
        {doing.asking && doing.asking !== "edit" && doing.asking !== "merge" && (
          <VerbDialog record={record} verb={doing.asking} onClose={doing.close} />
        )}
      </Suspense>
    </Group>
  );
}
