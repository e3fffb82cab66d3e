/** The problems of a file brought together: first by kind and column, then by what is said. */
import type { ImportProblem } from "@/api/schema";

export interface ProblemGroup {
  code: string;
  column: string | null;
  count: number;
  /** The same words once, with all the rows they are said of; none when they are said of the whole file. */
  said: { message: string; rows: number[] }[];
}

/** What concerns the whole file first, then the kinds that stop the most rows. */
export function grouped(problems: readonly ImportProblem[]): ProblemGroup[] {
  const groups = new Map<string, ProblemGroup>();
  for (const { code, column, row, message } of problems) {
    const key = `${code}\n${column ?? ""}`;
    const group = groups.get(key) ?? { code, column, count: 0, said: [] };
    groups.set(key, group);
    group.count += 1;
    const said = group.said.find((one) => one.message === message);
    if (said) said.rows.push(...(row === null ? [] : [row]));
    else group.said.push({ message, rows: row === null ? [] : [row] });
  }
  const ofFile = ({ said }: ProblemGroup): boolean => said.some(({ rows }) => rows.length === 0);
  return [...groups.values()].sort((one, other) => Number(ofFile(other)) - Number(ofFile(one)) || other.count - one.count);
}

/** «3–5, 9»: rows that follow each other as one stretch. */
export function stretches(rows: readonly number[]): string {
  const parts: [number, number][] = [];
  for (const row of [...new Set(rows)].sort((one, other) => one - other)) {
    const last = parts.at(-1);
    if (last?.[1] === row - 1) last[1] = row;
    else parts.push([row, row]);
  }
  return parts.map(([from, to]) => (from === to ? `${from}` : `${from}–${to}`)).join(", ");
}
