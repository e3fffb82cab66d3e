import { Button, type ButtonProps } from "@mantine/core";
import { IconTableImport } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";

import { useHolds } from "@/features/session/queries";

import { ADDRESSES, PERMISSIONS } from "./addresses";
import type { Kind } from "./queries";

/** The way to the import, for those who may. */
export function ImportLink({ kind, ...look }: { kind: Kind } & Pick<ButtonProps, "visibleFrom">) {
  const { t } = useTranslation();
  if (!useHolds(PERMISSIONS[kind].import)) return null;
  return (
    <Button
      variant="default"
      {...look}
      leftSection={<IconTableImport size={18} stroke={1.6} />}
      renderRoot={(props) => <Link {...props} to={ADDRESSES[kind].imports} />}
    >
      {t("importTable")}
    </Button>
  );
}
