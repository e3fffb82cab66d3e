import { Alert, Anchor, Skeleton } from "@mantine/core";
import { useDocumentTitle } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { Link, useParams } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";

import { Problem } from "@/api/problem";
import { problemText } from "@/ui/problems";

import { RecordView } from "./RecordView";
import { recordQuery } from "./queries";

export function RecordPage() {
  // Named together, so that the card is painted once and not in four steps.
  const { t } = useTranslation(["journal", "attachments", "comments", "measures"]);
  const { recordId } = useParams({ from: "/staff/journal/$recordId" });
  const { data: record, error } = useQuery(recordQuery(recordId));
  useDocumentTitle(record ? `${record.number} · ${t("common:product")}` : t("pageTitle"));
  // What is typed stays even when the record is out of sight by now: it can still be copied.
  const gone = error instanceof Problem && (!record || error.status === 404) && (
    <Alert color="red" variant="light" title={error.title} role="alert" mb="md">
      {problemText(error, t)}{" "}
      <Anchor component={Link} to="/journal" inherit>
        {t("toJournal")}
      </Anchor>
    </Alert>
  );
  return (
    <>
      {gone}
      {record && <RecordView key={record.id} record={record} />}
      {!record && !gone && <Skeleton h={420} />}
    </>
  );
}
