import { Group, Text } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";

import type { Today } from "@/api/schema";
import { fromWire } from "@/features/comments/mentions";
import { SeverityBadge } from "@/features/journal/badges";
import type { Waiting } from "@/features/journal/search";
import type { RecordItem } from "@/features/journal/types";
import { formatAgo, formatDay } from "@/ui/dates";

import { QuickAct } from "./QuickAct";
import classes from "./Today.module.css";

/** What can be done at once, without the record's page; the rest wants to be looked at first. */
const AT_ONCE = { to_assign: "assign", to_do: "report-fixed", overdue: null, due_soon: null, to_verify: null } as const;

export function RecordLine({ item, section }: { item: RecordItem; section: Waiting }) {
  const verb = AT_ONCE[section];
  return (
    <Line
      to={item.id}
      text={item.description}
      below={[item.number, `${item.site.name}, ${item.place}`, item.responsible?.name].filter(Boolean).join(" · ")}
      due={item.due_on}
      late={item.overdue}
      mark={item.severity === "critical" || item.severity === "high" ? <SeverityBadge severity={item.severity} /> : null}
      act={verb && <QuickAct record={item} verb={verb} />}
    />
  );
}

export function MeasureLine({ measure }: { measure: Today["measures_to_do"]["items"][number] }) {
  return (
    <Line
      to={measure.nonconformity.id}
      text={measure.description}
      below={`${measure.number} · ${measure.nonconformity.site}, ${measure.nonconformity.place}`}
      due={measure.due_on}
      late={measure.overdue}
    />
  );
}

export function MentionLine({ mention }: { mention: Today["mentions"]["items"][number] }) {
  const named = mention.mentions.map(({ id, name }) => ({ id, name: name ?? "…" }));
  return (
    <Line
      to={mention.nonconformity.id}
      text={fromWire(mention.text, named, "…").text}
      below={[mention.nonconformity.number, mention.author?.name, formatAgo(mention.mentioned_at)].filter(Boolean).join(" · ")}
    />
  );
}

interface LineProps {
  to: string;
  text: string;
  below: string;
  due?: string | null;
  late?: boolean;
  mark?: ReactNode;
  act?: ReactNode;
}

/** The whole line leads to the record; the button on it does not. */
function Line({ to, text, below, due, late = false, mark, act }: LineProps) {
  return (
    <li className={classes["line"]}>
      <div className={classes["words"]}>
        <Text size="sm" fw={500} lineClamp={2} component={Link} to={`/journal/${to}`} className={classes["whole"] ?? ""}>
          {text}
        </Text>
        <Text size="xs" c="dimmed" lineClamp={1} className="filled">
          {below}
        </Text>
      </div>
      {(due ?? mark ?? act) && (
        <Group gap="sm" wrap="nowrap" className={classes["side"] ?? ""}>
          {mark}
          {due && (
            <Text span size="sm" className="number" {...(late ? { c: "var(--mantine-color-red-text)", fw: 500 } : {})}>
              {formatDay(due)}
            </Text>
          )}
          {act}
        </Group>
      )}
    </li>
  );
}
