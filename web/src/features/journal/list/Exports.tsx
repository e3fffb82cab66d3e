import { ActionIcon, Loader, Menu } from "@mantine/core";
import { IconDownload } from "@tabler/icons-react";
import { useMutation } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";

import { api, unwrap } from "@/api/client";
import { saveFile } from "@/ui/csv";
import { useRefused } from "@/ui/useRefused";

import type { JournalSearch } from "../search";

const PATHS = { xlsx: "/api/v1/nonconformities/export.xlsx", pdf: "/api/v1/nonconformities/register.pdf" } as const;

/** The whole list as it is filtered, as a spreadsheet or a printed register. */
export function Exports({ search }: { search: JournalSearch }) {
  const { t } = useTranslation("list");
  const file = useMutation({
    mutationFn: async (kind: keyof typeof PATHS) => {
      const content: unknown = await unwrap(api.GET(PATHS[kind], { params: { query: search }, parseAs: "blob" }));
      saveFile(`${t("files.name")}.${kind}`, content as Blob);
    },
    onError: useRefused(),
  });
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon variant="default" size="input-sm" aria-label={t("files.download")} title={t("files.download")} disabled={file.isPending}>
          {file.isPending ? <Loader size={16} /> : <IconDownload size={18} stroke={1.6} />}
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item onClick={() => file.mutate("xlsx")}>{t("files.xlsx")}</Menu.Item>
        <Menu.Item onClick={() => file.mutate("pdf")}>{t("files.pdf")}</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
