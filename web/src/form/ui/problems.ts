import { type Problem } from "@/api/problem";

/** A refusal in one text: the API's words, or ours when there were none. */
export function words(problem: Problem, t: (key: string) => string): string {
  if (problem.isOffline) return t("noAnswer");
  if (problem.code === "unexpected") return t("unexpected");
  return [problem.message, ...problem.fields.map(({ message }) => message)].join(" ");
}
