import type { TFunction } from "i18next";

import type { Problem } from "@/api/problem";

/** A problem in the reader's words: the service's own, or ours when no service could speak. */
export function problemText(problem: Problem, t: TFunction<string>): string {
  if (problem.isOffline) return t("common:problems.offline");
  if (problem.code === "unexpected") return t("common:problems.unexpected", { id: problem.correlationId || "—" });
  return problem.message;
}
