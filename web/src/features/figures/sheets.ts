/** The tables of the figures as the server writes them for a spreadsheet. */
import { api, unwrap } from "@/api/client";

import type { Dimension, Scope, Step } from "./search";

const AS_FILE = { parseAs: "blob" } as const;

export const trendSheet = (scope: Scope, step: Step) =>
  unwrap(api.GET("/api/v1/analytics/journal/trend/export.xlsx", { params: { query: { ...scope, step } }, ...AS_FILE }));

export function breakdownSheet(scope: Scope, by: Dimension | "closed_month") {
  const query = { params: { query: scope }, ...AS_FILE };
  if (by === "inspector") return unwrap(api.GET("/api/v1/analytics/inspectors/export.xlsx", query));
  if (by === "responsible") return unwrap(api.GET("/api/v1/analytics/responsibles/export.xlsx", query));
  return unwrap(api.GET("/api/v1/analytics/journal/export.xlsx", { params: { query: { ...scope, group_by: by } }, ...AS_FILE }));
}
