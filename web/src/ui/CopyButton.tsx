import { Button, CopyButton as Copying } from "@mantine/core";
import { IconCheck, IconCopy } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";

interface Props {
  value: string;
  /** What is copied, for who does not see where the button stands. */
  label?: string;
}

export function CopyButton({ value, label }: Props) {
  const { t } = useTranslation();
  return (
    <Copying value={value}>
      {({ copied, copy }) => (
        <Button
          variant="default"
          size="xs"
          onClick={copy}
          leftSection={copied ? <IconCheck size={14} /> : <IconCopy size={14} />}
          {...(label ? { "aria-label": label } : {})}
        >
          {copied ? t("copied") : t("copy")}
        </Button>
      )}
    </Copying>
  );
}
