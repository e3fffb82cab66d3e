/** The verbs of a record, and what each asks for before it is done. What may be done now, the record says. */
import { api, unwrap } from "@/api/client";
import type { Act, AssignBody, Card } from "@/api/schema";

export type Verb = "assign" | "start" | "report-fixed" | "verify" | "return" | "reject" | "dispute" | "move-due-date";

/** What a verb's form holds; a verb takes of it what it needs. */
export interface VerbValues {
  text: string;
  dueOn: string | null;
  assignment: AssignBody | null;
}

interface VerbDefinition {
  /** Which fields the form shows; a verb without any is done at once. */
  asks: readonly ("text" | "dueOn" | "assignment")[];
  textNeeded: boolean;
  /** The one that stands out among those allowed, in this order. */
  main: boolean;
  color?: string;
  act: (id: string, values: VerbValues) => Promise<Card>;
}

const at = (id: string) => ({ params: { path: { record_id: id } } });

export const VERBS: Record<Verb, VerbDefinition> = {
  assign: {
    asks: ["assignment"],
    textNeeded: false,
    main: true,
    act: (id, { assignment }) => {
      if (!assignment) throw new Error("the form is not filled in");
      return unwrap(api.POST("/api/v1/nonconformities/{record_id}/assign", { ...at(id), body: assignment }));
    },
  },
  start: {
    asks: [],
    textNeeded: false,
    main: true,
    act: (id) => unwrap(api.POST("/api/v1/nonconformities/{record_id}/start", at(id))),
  },
  "report-fixed": {
    asks: ["text"],
    textNeeded: true,
    main: true,
    act: (id, { text }) =>
      unwrap(api.POST("/api/v1/nonconformities/{record_id}/report-fixed", { ...at(id), body: { comment: text } })),
  },
  verify: {
    asks: [],
    textNeeded: false,
    main: true,
    act: (id) => unwrap(api.POST("/api/v1/nonconformities/{record_id}/verify", at(id))),
  },
  return: {
    asks: ["text"],
    textNeeded: true,
    main: false,
    act: (id, { text }) =>
      unwrap(api.POST("/api/v1/nonconformities/{record_id}/return", { ...at(id), body: { reason: text } })),
  },
  "move-due-date": {
    asks: ["dueOn", "text"],
    textNeeded: true,
    main: false,
    act: (id, { dueOn, text }) =>
      unwrap(
        api.POST("/api/v1/nonconformities/{record_id}/move-due-date", {
          ...at(id),
          body: { due_on: dueOn ?? "", reason: text },
        }),
      ),
  },
  dispute: {
    asks: ["text"],
    textNeeded: true,
    main: false,
    act: (id, { text }) =>
      unwrap(api.POST("/api/v1/nonconformities/{record_id}/dispute", { ...at(id), body: { reason: text } })),
  },
  reject: {
    asks: ["text"],
    textNeeded: true,
    main: false,
    color: "red",
    act: (id, { text }) =>
      unwrap(api.POST("/api/v1/nonconformities/{record_id}/reject", { ...at(id), body: { reason: text } })),
  },
};

export function verbsOf(allowed: readonly Act[]): Verb[] {
  return (Object.keys(VERBS) as Verb[]).filter((verb) => (allowed as readonly string[]).includes(verb));
}
