import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";

import { newId } from "@/api/ids";
import { Problem } from "@/api/problem";
import type { AttachmentView } from "@/api/schema";
import { problemText } from "@/ui/problems";

import { type Purpose, refusalOf, upload } from "./upload";

export interface Upload {
  key: string;
  file: File;
  state: "waiting" | "sending" | "done" | "refused";
  /** 0 to 1. */
  progress: number;
  refusal: string | null;
  attachment: AttachmentView | null;
}

export interface Uploads {
  items: Upload[];
  busy: boolean;
  /** The ids of what has arrived, for the act that they belong to. */
  ids: string[];
  add: (files: readonly File[]) => void;
  /** Sends what has not arrived; tells whether all of it has. */
  sendTo: (recordId: string) => Promise<boolean>;
  retry: (key: string) => void;
  remove: (key: string) => void;
  clear: () => void;
}

interface Options {
  /** Where files go at once; none while there is no record yet: then `sendTo` sends them. */
  recordId: string | null;
  purpose: Purpose;
  onUploaded?: (attachment: AttachmentView) => void;
  /** Files that were chosen before, under the keys that they had. */
  chosen?: readonly Pick<Upload, "key" | "file">[];
}

const waiting = ({ key, file }: Pick<Upload, "key" | "file">): Upload => ({
  key,
  file,
  state: "waiting",
  progress: 0,
  refusal: null,
  attachment: null,
});

/** Files on their way: one after the other, each with its own progress and its own refusal. */
export function useUploads({ recordId, purpose, onUploaded, chosen = [] }: Options): Uploads {
  const { t } = useTranslation("attachments");
  const [items, setItems] = useState<Upload[]>(() => chosen.map(waiting));
  const line = useRef<Promise<unknown>>(Promise.resolve());
  const stops = useRef(new Map<string, AbortController>());
  useEffect(() => {
    const all = stops.current;
    return () => {
      all.forEach((stop) => stop.abort());
      all.clear();
    };
  }, []);

  const change = (key: string, changes: Partial<Upload>): void =>
    setItems((before) => before.map((item) => (item.key === key ? { ...item, ...changes } : item)));

  const sendOne = async (to: string, { key, file }: Upload): Promise<boolean> => {
    const stop = stops.current.get(key) ?? new AbortController();
    stops.current.set(key, stop);
    const stopped = (): boolean => stop.signal.aborted;
    if (stopped()) return true;
    change(key, { state: "sending", progress: 0, refusal: null });
    try {
      const onProgress = (progress: number): void => change(key, { progress });
      const attachment = await upload({ recordId: to, file, purpose, key, onProgress, signal: stop.signal });
      change(key, { state: "done", progress: 1, attachment });
      onUploaded?.(attachment);
      return true;
    } catch (error) {
      if (stopped()) return true;
      const refusal = error instanceof Problem ? refusalOf(error, problemText(error, t)) : t("failed");
      change(key, { state: "refused", refusal });
      return false;
    }
  };

  const queue = (to: string, upload: Upload): Promise<boolean> => {
    const sent = line.current.then(() => sendOne(to, upload));
    line.current = sent;
    return sent;
  };

  const add = (files: readonly File[]): void => {
    const added = files.map((file) => waiting({ key: newId(), file }));
    setItems((before) => [...before, ...added]);
    if (recordId) added.forEach((item) => void queue(recordId, item));
  };

  return {
    items,
    busy: items.some(({ state }) => state === "sending" || (state === "waiting" && recordId !== null)),
    ids: items.flatMap(({ attachment }) => attachment?.id ?? []),
    add,
    sendTo: async (to) => {
      const results = await Promise.all(items.filter(({ state }) => state !== "done").map((item) => queue(to, item)));
      return results.every(Boolean);
    },
    retry: (key) => {
      const item = items.find((one) => one.key === key);
      if (item && recordId) void queue(recordId, item);
    },
    remove: (key) => {
      const stop = stops.current.get(key) ?? new AbortController();
      stop.abort();
      stops.current.set(key, stop);
      setItems((before) => before.filter((item) => item.key !== key));
    },
    clear: () => setItems([]),
  };
}
