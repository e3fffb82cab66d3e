import { Button, FileButton, Group, Progress, Stack, Text } from "@mantine/core";
import { IconTableImport } from "@tabler/icons-react";
import { useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { type DragEvent, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";

import { newId } from "@/api/ids";
import { Refusal } from "@/ui/Refusal";

import { ADDRESSES } from "./addresses";
import classes from "./imports.module.css";
import { type Kind, importQuery, sendFile } from "./queries";

const ACCEPTED = ".xlsx,.xlsm,.csv,.txt,application/vnd.openxmlformats-officedocument.spreadsheetml.sheet,text/csv";

/** A spreadsheet by drag or choice. Once it has arrived, the page of its import goes on. */
export function FileDrop({ kind }: { kind: Kind }) {
  const { t } = useTranslation("imports");
  const [over, setOver] = useState(false);
  const { file, progress, error, send, stop } = useSending(kind);
  const drag = (event: DragEvent, entered: boolean): void => {
    if (!event.dataTransfer.types.includes("Files")) return;
    event.preventDefault();
    setOver(entered);
  };
  return (
    <Stack gap="sm">
      <Refusal error={error} />
      <div
        className={classes["drop"]}
        data-over={over || undefined}
        onDragOver={(event) => drag(event, true)}
        onDragLeave={(event) => drag(event, event.currentTarget.contains(event.relatedTarget as Node | null))}
        onDrop={(event) => {
          drag(event, false);
          const dropped = event.dataTransfer.files[0];
          if (dropped && !file) send(dropped);
        }}
      >
        <IconTableImport size={36} stroke={1.4} aria-hidden />
        {file ? (
          <Stack gap="xs" w="100%" maw={420}>
            <Text size="sm" className="prose">
              {t("sending", { name: file.name })}
            </Text>
            <Progress value={progress * 100} animated aria-label={t("sending", { name: file.name })} />
            <Button variant="subtle" size="compact-sm" onClick={stop}>
              {t("common:cancel")}
            </Button>
          </Stack>
        ) : (
          <>
            <Text>{t("drop")}</Text>
            <Group gap="xs" justify="center">
              <FileButton onChange={(chosen) => chosen && send(chosen)} accept={ACCEPTED}>
                {(props) => <Button {...props}>{t("choose")}</Button>}
              </FileButton>
            </Group>
            <Text size="xs" c="dimmed">
              {t("formats")}
            </Text>
          </>
        )}
      </div>
    </Stack>
  );
}

function useSending(kind: Kind) {
  const client = useQueryClient();
  const navigate = useNavigate();
  const [file, setFile] = useState<File | null>(null);
  const [progress, setProgress] = useState(0);
  const [error, setError] = useState<unknown>(null);
  const stopper = useRef<AbortController | null>(null);
  useEffect(() => () => stopper.current?.abort(), []);
  const send = (chosen: File): void => {
    const stop = new AbortController();
    stopper.current = stop;
    setFile(chosen);
    setProgress(0);
    setError(null);
    sendFile(kind, chosen, { key: newId(), onProgress: setProgress, signal: stop.signal }).then(
      (card) => {
        client.setQueryData(importQuery(kind, card.id).queryKey, card);
        void navigate({ to: ADDRESSES[kind].one, params: { importId: card.id } });
      },
      (reason: unknown) => {
        if (stopper.current !== stop || stop.signal.aborted) return;
        setFile(null);
        setError(reason);
      },
    );
  };
  const stop = (): void => {
    stopper.current?.abort();
    setFile(null);
  };
  return { file, progress, error, send, stop };
}
