import { Spoiler } from "@mantine/core";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

/** About a dozen lines: what follows a text of pages is not pushed off the screen. */
const SHOWN_PX = 340;

export function LongText({ children }: { children: ReactNode }) {
  const { t } = useTranslation();
  return (
    <Spoiler maxHeight={SHOWN_PX} showLabel={t("whole")} hideLabel={t("fold")} classNames={{ control: "touch" }}>
      {children}
    </Spoiler>
  );
}
