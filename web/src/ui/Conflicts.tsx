import { Alert } from "@mantine/core";
import { useTranslation } from "react-i18next";

/** Which fields of a form others have changed while they were being changed here. */
export function Conflicts({ names }: { names: readonly string[] }) {
  const { t } = useTranslation();
  if (names.length === 0) return null;
  return (
    <Alert color="yellow" variant="light" role="alert">
      {t("bothChanged", { fields: names.join(", ") })}
    </Alert>
  );
}
