import { Alert } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { IconCopy, IconRepeat } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";

import type { Card } from "@/api/schema";

/** What one has to know about a record before anything else. */
export function Notices({ record }: { record: Card }) {
  const { t } = useTranslation("journal");
  const { duplicate_of: into, way } = record;
  const last = way.at(-1);
  return (
    <>
      {into && (
        <Alert variant="light" color="gray" icon={<IconCopy size={18} />}>
          {t("notices.duplicate")}{" "}
          <Link to="/journal/$recordId" params={{ recordId: into.id }} className="number">
            {into.number}
          </Link>
        </Alert>
      )}
      {record.state === "rejected" && last?.reason && (
        <Alert variant="light" color="gray">
          {t("notices.rejected", { reason: last.reason })}
        </Alert>
      )}
      {record.repeat && (
        <Alert variant="light" color="orange" icon={<IconRepeat size={18} />}>
          {t("notices.repeat")}
        </Alert>
      )}
    </>
  );
}
