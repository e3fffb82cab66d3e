import { Anchor, Badge, Card, Group, Skeleton, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";

import type { ImportCard } from "@/api/schema";
import { formatMoment } from "@/ui/dates";
import { Refusal } from "@/ui/Refusal";
import { Section } from "@/ui/Section";

import { ADDRESSES } from "./addresses";
import classes from "./imports.module.css";
import { type Kind, importsQuery } from "./queries";
import { COLORS, countsOf } from "./states";

/** The latest imports: whoever closed the tab finds theirs here. */
export function FormerImports({ kind }: { kind: Kind }) {
  const { t } = useTranslation("imports");
  const { data, error } = useQuery(importsQuery(kind));
  if (error) return <Refusal error={error} />;
  if (!data) return <Skeleton h={120} />;
  if (data.items.length === 0) return null;
  return (
    <Section title={t("former")}>
      <ul className={classes["plain"]}>
        {data.items.map((item) => (
          <Former key={item.id} kind={kind} item={item} />
        ))}
      </ul>
    </Section>
  );
}

function Former({ kind, item }: { kind: Kind; item: ImportCard }) {
  const { t } = useTranslation("imports");
  const { new: added, changed, invalid } = countsOf(item);
  return (
    <Card component="li" px={0} py="xs" radius={0}>
      <Group justify="space-between" gap="xs">
        <div>
          <Anchor
            size="sm"
            className="prose"
            renderRoot={(props) => <Link {...props} to={ADDRESSES[kind].one} params={{ importId: item.id }} />}
          >
            {item.file_name || t("noName")}
          </Anchor>
          <Text size="xs" c="dimmed">
            {[
              formatMoment(item.created_at),
              added > 0 && t("short.new", { count: added }),
              changed > 0 && t("short.changed", { count: changed }),
              invalid > 0 && t("short.invalid", { count: invalid }),
            ]
              .filter(Boolean)
              .join(" · ")}
          </Text>
        </div>
        <Badge variant="light" color={COLORS[item.state]}>
          {t(`states.${item.state}`)}
        </Badge>
      </Group>
    </Card>
  );
}
