import { ActionIcon, Loader, Menu } from "@mantine/core";
import { IconDownload } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";

import { api, unwrap } from "@/api/client";
import { useSaving } from "@/ui/useSaving";

import type { JournalSearch } from "../search";

const PATHS = { xlsx: "/api/v1/nonconformities/export.xlsx", pdf: "/api/v1/nonconformities/register.pdf" } as const;

/** The whole list as it is filtered, as a spreadsheet or a printed register. */
export function Exports({ search }: { search: JournalSearch }) {
  const { t } = useTranslation("list");
  const file = useSaving();
  const save = (kind: keyof typeof PATHS): void =>
    file.mutate({
      name: `${t("files.name")}.${kind}`,
      fetch: () => unwrap(api.GET(PATHS[kind], { params: { query: search }, parseAs: "blob" })),
    });
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon variant="default" size="input-sm" aria-label={t("files.download")} title={t("files.download")} disabled={file.isPending}>
          {file.isPending ? <Loader size={16} /> : <IconDownload size={18} stroke={1.6} />}
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item onClick={() => save("xlsx")}>{t("files.xlsx")}</Menu.Item>
        <Menu.Item onClick={() => save("pdf")}>{t("files.pdf")}</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
