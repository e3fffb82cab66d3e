import { notifications } from "@mantine/notifications";
import { useTranslation } from "react-i18next";

import { Problem } from "@/api/problem";

import { problemText } from "./problems";

/** Says what was refused of an act that has no form to say it in. */
export function useRefused(): (error: unknown) => void {
  const { t } = useTranslation();
  return (error) => {
    if (!(error instanceof Problem)) return;
    notifications.show({ color: "red", title: error.isOffline ? t("problems.title") : error.title, message: problemText(error, t) });
  };
}
