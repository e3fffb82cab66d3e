import { Alert, Anchor, Badge, Group, Skeleton, Stack, Text, Title } from "@mantine/core";
import { useDocumentTitle } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";

import type { ImportCard } from "@/api/schema";
import { formatMoment } from "@/ui/dates";
import { Refusal } from "@/ui/Refusal";

import { Checked } from "./Checked";
import { Columns } from "./Columns";
import { Counts } from "./Counts";
import { FileDrop } from "./FileDrop";
import { Problems } from "./Problems";
import { Running } from "./Running";
import { Undo } from "./Undo";
import { ADDRESSES } from "./addresses";
import { type Kind, importQuery } from "./queries";
import { COLORS, isRunning } from "./states";

/** One import, wherever it is: its address brings back to it after a reload or a closed tab. */
export function ImportPage({ kind, id }: { kind: Kind; id: string }) {
  const { t } = useTranslation("imports");
  const { data: item, error } = useQuery(importQuery(kind, id));
  useDocumentTitle(`${item?.file_name ?? t(`${kind}.title`)} · ${t("common:product")}`);
  return (
    <Stack gap="md" maw={1100}>
      <div>
        <Anchor component={Link} to={ADDRESSES[kind].imports} size="sm">
          ← {t(`${kind}.title`)}
        </Anchor>
        {item && (
          <>
            <Group gap="sm">
              <Title order={1} size="h2" className="prose">
                {item.file_name || t("noName")}
              </Title>
              <Badge variant="light" color={COLORS[item.state]}>
                {t(`states.${item.state}`)}
              </Badge>
            </Group>
            <Text size="sm" c="dimmed">
              {t("sentAt", { moment: formatMoment(item.created_at) })}
            </Text>
          </>
        )}
      </div>
      <Refusal error={error} />
      {!item && !error && <Skeleton h={420} />}
      {item && <Stage kind={kind} item={item} />}
    </Stack>
  );
}

function Stage({ kind, item }: { kind: Kind; item: ImportCard }) {
  const { t } = useTranslation("imports");
  if (isRunning(item.state)) return <Running kind={kind} item={item} />;
  if (item.state === "checked") return <Checked kind={kind} item={item} />;
  const understood = item.columns.length > 0;
  return (
    <>
      {item.failure && (
        <Alert color="red" variant="light" role="alert" title={item.failure.title}>
          {item.failure.detail}
        </Alert>
      )}
      {item.state === "applied" && <Undo kind={kind} item={item} />}
      {item.undone && (
        <Alert color="gray" variant="light" title={t("undone.title")}>
          {t("undone.back", { count: item.undone.taken_back })}{" "}
          {item.undone.kept > 0 && t("undone.kept", { count: item.undone.kept })}
        </Alert>
      )}
      {(item.state === "cancelled" || item.state === "expired") && (
        <Alert color="gray" variant="light">
          {t(`over.${item.state}`)}
        </Alert>
      )}
      {["failed", "cancelled", "expired"].includes(item.state) && <FileDrop kind={kind} />}
      {understood && (
        <>
          <Counts item={item} done={item.state === "applied"} />
          <Problems item={item} />
          <Columns kind={kind} columns={item.columns} correction={{}} />
        </>
      )}
    </>
  );
}
