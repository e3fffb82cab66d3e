import { useMutation, useQueryClient } from "@tanstack/react-query";

import { api, unwrap } from "@/api/client";
import type { Outcomes } from "@/api/schema";

import type { RecordItem } from "../types";

export type BulkAct = "assign" | "move-due-date";
/** The API takes as many at once. */
export const MOST = 200;

export interface BulkValues {
  responsible_id: string | null;
  due_on: string | null;
  reason: string;
}

function sent(act: BulkAct, records: readonly RecordItem[], { responsible_id, due_on, reason }: BulkValues): Promise<Outcomes> {
  const items = records.map(({ id, version }) => ({ id, version }));
  if (act === "assign") {
    const body = { items, responsible_id: responsible_id ?? "", due_on, reason: reason.trim() || null };
    return unwrap(api.POST("/api/v1/nonconformities/bulk/assign", { body }));
  }
  const body = { items, due_on: due_on ?? "", reason: reason.trim() };
  return unwrap(api.POST("/api/v1/nonconformities/bulk/move-due-date", { body }));
}

export function useBulk(act: BulkAct, records: readonly RecordItem[]) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (values: BulkValues) => sent(act, records, values),
    onSuccess: () => client.invalidateQueries({ queryKey: ["nonconformities"] }),
  });
}
