/** The condition of a segment as a form has it: comparisons in a row, and how they are joined. And back. */

export const JOINS = ["all", "any", "none"] as const;
export type Join = (typeof JOINS)[number];

export type Value = string | number | boolean | null;

export interface Line {
  field: string;
  op: string;
  /** One for most operators, two for «between», any number for «one of». */
  values: Value[];
}

export interface Lines {
  join: Join;
  lines: Line[];
}

const MANY = ["in", "not_in"];
const NONE = ["known", "unknown"];

/** How many values an operator takes. */
export function takes(op: string): "none" | "one" | "two" | "many" {
  if (NONE.includes(op)) return "none";
  if (op === "between") return "two";
  return MANY.includes(op) ? "many" : "one";
}

/** The tree that the API takes; null while a comparison lacks something. */
export function treeOf({ join, lines }: Lines): Record<string, unknown> | null {
  const parts = lines.map(({ field, op, values }) => {
    const given = values.filter((value) => value !== null && value !== "");
    switch (takes(op)) {
      case "none":
        return { field, op };
      case "one":
        return given.length === 1 ? { field, op, value: given[0] } : null;
      case "two":
        return given.length === 2 ? { field, op, value: given } : null;
      case "many":
        return given.length > 0 ? { field, op, value: given } : null;
    }
  });
  return parts.length > 0 && !parts.includes(null) && lines.every(({ field, op }) => field && op) ? { [join]: parts } : null;
}

/** The form of a tree; null for one that has groups in groups, which the form has no place for. */
export function linesOf(tree: Record<string, unknown>): Lines | null {
  const join = JOINS.find((known) => known in tree);
  const parts = join ? tree[join] : [tree];
  if (!Array.isArray(parts)) return null;
  const lines = parts.map(lineOf);
  return lines.every((line) => line !== null) ? { join: join ?? "all", lines } : null;
}

function lineOf(part: unknown): Line | null {
  if (typeof part !== "object" || part === null || !("field" in part) || !("op" in part)) return null;
  const value = "value" in part ? part.value : [];
  const values: unknown[] = Array.isArray(value) ? value : [value];
  return { field: String(part.field), op: String(part.op), values: values.filter(isValue) };
}

const isValue = (value: unknown): value is Value => ["string", "number", "boolean"].includes(typeof value);
