/** The verbs of a record, and what each asks for before it is done. What may be done now, the record says. */
import { api, unwrap } from "@/api/client";
import type { Act, Card } from "@/api/schema";

/** Verbs with a short form or none; `edit` and `merge` have forms of their own. */
export type Verb =
  | "assign"
  | "start"
  | "report-fixed"
  | "verify"
  | "return"
  | "move-due-date"
  | "dispute"
  | "reject"
  | "unmerge";

/** What a verb's form holds, by the API's names; a verb takes of it what it needs. */
export interface VerbValues {
  text: string;
  due_on: string | null;
  responsible_id: string | null;
  co_executor_ids: string[];
  observer_ids: string[];
  attachment_ids: string[];
}

type Question = "text" | "due_on" | "assignment" | "evidence";

interface VerbDefinition {
  /** Which fields the form shows; a verb without any is done at once. */
  asks: readonly Question[];
  textNeeded: boolean;
  color?: string;
  act: (record: Card, values: VerbValues) => Promise<Card>;
}

/** The version that was looked at: what somebody else did since is not overwritten unseen. */
const at = ({ id, version }: Card) => ({ params: { path: { record_id: id }, header: { "if-match": `"${version}"` } } });
const PATH = "/api/v1/nonconformities/{record_id}";

/** In the order in which they are offered: the first is the one that stands out. */
export const VERBS: Record<Verb, VerbDefinition> = {
  "report-fixed": {
    asks: ["text", "evidence"],
    textNeeded: false,
    act: (record, { text, attachment_ids }) =>
      unwrap(api.POST(`${PATH}/report-fixed`, { ...at(record), body: { comment: text || null, attachment_ids } })),
  },
  verify: { asks: [], textNeeded: false, act: (record) => unwrap(api.POST(`${PATH}/verify`, at(record))) },
  assign: {
    asks: ["assignment", "due_on"],
    textNeeded: false,
    act: (record, { responsible_id, co_executor_ids, observer_ids, due_on, text }) =>
      unwrap(
        api.POST(`${PATH}/assign`, {
          ...at(record),
          body: { responsible_id: responsible_id ?? "", co_executor_ids, observer_ids, due_on, reason: text || null },
        }),
      ),
  },
  start: { asks: [], textNeeded: false, act: (record) => unwrap(api.POST(`${PATH}/start`, at(record))) },
  return: reasoned("return"),
  "move-due-date": {
    asks: ["due_on", "text"],
    textNeeded: true,
    act: (record, { due_on, text }) =>
      unwrap(api.POST(`${PATH}/move-due-date`, { ...at(record), body: { due_on: due_on ?? "", reason: text } })),
  },
  dispute: reasoned("dispute"),
  unmerge: reasoned("unmerge"),
  reject: { ...reasoned("reject"), color: "red" },
};

function reasoned(verb: "return" | "dispute" | "unmerge" | "reject"): VerbDefinition {
  return {
    asks: ["text"],
    textNeeded: true,
    act: (record, { text }) => unwrap(api.POST(`${PATH}/${verb}`, { ...at(record), body: { reason: text } })),
  };
}

export const merge = (record: Card, intoId: string): Promise<Card> =>
  unwrap(api.POST(`${PATH}/merge`, { ...at(record), body: { into_id: intoId } }));

/** What may be done now, the first first. */
export function verbsOf(allowed: readonly Act[]): Verb[] {
  const names: readonly string[] = allowed;
  return (Object.keys(VERBS) as Verb[]).filter((verb) => names.includes(verb));
}

/** What the key «a» does: assigning where that is to be done, else the first that is offered. */
export const mainOf = (verbs: readonly Verb[], { responsible }: Card): Verb | undefined => {
  const assigns = verbs.includes("assign") && responsible === null;
  return assigns ? "assign" : verbs[0];
};
