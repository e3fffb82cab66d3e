import { Paper, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";

import type { PreviewAnswer } from "@/api/schema";
import { fullName } from "@/features/people/names";
import { Refusal } from "@/ui/Refusal";

interface Props {
  preview?: PreviewAnswer;
  incomplete: boolean;
  error: unknown;
}

/** Whom the condition finds so far, in words, a number and the first names. */
export function SegmentPreview({ preview, incomplete, error }: Props) {
  const { t } = useTranslation("segments");
  return (
    <Paper withBorder p="sm" role="status">
      <Refusal error={error} />
      {incomplete && (
        <Text size="sm" c="dimmed">
          {t("incomplete")}
        </Text>
      )}
      {!incomplete && preview && (
        <>
          <Text fw={600}>{t("found", { count: preview.count })}</Text>
          <Text size="sm" className="sentence">
            {preview.description}
          </Text>
          {preview.sample.length > 0 && (
            <Text size="sm" c="dimmed">
              {preview.sample.slice(0, 5).map(fullName).join(", ")}
              {preview.count > 5 && "…"}
            </Text>
          )}
        </>
      )}
    </Paper>
  );
}
