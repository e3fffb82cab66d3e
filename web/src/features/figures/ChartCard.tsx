import { ActionIcon, Box, Card, Group, Menu, SegmentedControl, Skeleton, Stack, Text, Title } from "@mantine/core";
import { IconDownload } from "@tabler/icons-react";
import { type ReactNode, Suspense, lazy, useRef, useState } from "react";
import { useTranslation } from "react-i18next";

import { type Value, saveCsv } from "@/ui/csv";
import { savePng } from "@/ui/png";
import { useSaving } from "@/ui/useSaving";

import type { ChartProps } from "./charts";

const Chart = lazy(() => import("./charts"));

interface Props {
  title: string;
  text?: string;
  chart: ChartProps;
  /** The same figures as a table, for reading and for those who do not see the drawing. */
  table: ReactNode;
  /** The figures as a spreadsheet of the server's; or, where it makes none, the rows of a file. */
  file: (() => Promise<unknown>) | readonly (readonly Value[])[];
  /** Chart and table under each other, where the table is worked in. */
  both?: boolean;
  controls?: ReactNode;
}

export function ChartCard({ title, text, chart, table, file, both = false, controls }: Props) {
  const { t } = useTranslation("figures");
  const [view, setView] = useState("chart");
  const saving = useSaving();
  const drawing = useRef<HTMLDivElement>(null);
  const drawn = both || view === "chart";
  return (
    <Card withBorder component="section" aria-label={title} padding="md">
      <Group justify="space-between" align="flex-start" mb="sm">
        <Stack gap={2} flex={{ base: "1 0 100%", xs: "1 1 0" }}>
          <Title order={2} size="h4">
            {title}
          </Title>
          {text && (
            <Text size="sm" c="dimmed">
              {text}
            </Text>
          )}
        </Stack>
        <Group gap="xs" wrap="nowrap">
          {!both && (
            <SegmentedControl
              size="xs"
              aria-label={t("view.label")}
              value={view}
              onChange={setView}
              data={["chart", "table"].map((value) => ({ value, label: t(`view.${value}`) }))}
            />
          )}
          <Menu position="bottom-end">
            <Menu.Target>
              <ActionIcon variant="default" size="lg" aria-label={t("download", { title })} loading={saving.isPending}>
                <IconDownload size={18} stroke={1.6} />
              </ActionIcon>
            </Menu.Target>
            <Menu.Dropdown>
              {drawn && (
                <Menu.Item onClick={() => drawing.current && void savePng(title, drawing.current)}>{t("png")}</Menu.Item>
              )}
              {typeof file === "function" ? (
                <Menu.Item onClick={() => saving.mutate({ name: `${title}.xlsx`, fetch: file })}>{t("xlsx")}</Menu.Item>
              ) : (
                <Menu.Item onClick={() => saveCsv(title, file)}>{t("csv")}</Menu.Item>
              )}
            </Menu.Dropdown>
          </Menu>
        </Group>
      </Group>
      {controls}
      {drawn && chart.data.length > 0 && (
        // The table says the same in words: the drawing itself would be noise to a screen reader.
        <Box ref={drawing} aria-hidden mb={both ? "lg" : 0}>
          <Suspense fallback={<Skeleton h={280} />}>
            <Chart {...chart} />
          </Suspense>
        </Box>
      )}
      {(both || view === "table") && table}
    </Card>
  );
}
