import { useState } from "react";

import type { RecordItem } from "../types";

export interface Selection {
  records: RecordItem[];
  has: (id: string) => boolean;
  choose: (records: RecordItem[]) => void;
  toggle: (id: string) => void;
  clear: () => void;
}

/** Which records of the list were chosen. What is no longer in the list is not chosen either. */
export function useSelection(items: readonly RecordItem[]): Selection {
  const [ids, setIds] = useState<ReadonlySet<string>>(new Set());
  const records = items.filter(({ id }) => ids.has(id));
  const toggle = (id: string): void =>
    setIds((before) => {
      const after = new Set(before);
      if (!after.delete(id)) after.add(id);
      return after;
    });
  return {
    records,
    has: (id) => ids.has(id),
    choose: (chosen) => setIds(new Set(chosen.map(({ id }) => id))),
    toggle,
    clear: () => setIds(new Set()),
  };
}
