/** What a service refuses with (RFC 9457), and what stands in for it when no answer came at all. */

export interface FieldProblem {
  loc: (string | number)[];
  code: string;
  message: string;
}

interface ProblemDocument {
  title: string;
  detail: string;
  status: number;
  code: string;
  correlation_id: string;
  errors?: FieldProblem[];
}

export class Problem extends Error {
  readonly title: string;
  readonly status: number;
  readonly code: string;
  readonly correlationId: string;
  readonly fields: readonly FieldProblem[];

  constructor(document: ProblemDocument) {
    super(document.detail);
    this.name = "Problem";
    this.title = document.title;
    this.status = document.status;
    this.code = document.code;
    this.correlationId = document.correlation_id;
    this.fields = document.errors ?? [];
  }

  /** No answer: no network, or the server is not there. */
  get isOffline(): boolean {
    return this.status === 0;
  }

  /** A part of the platform is away and will be back: worth another try. */
  get willPass(): boolean {
    return this.isOffline || this.status === 429 || this.status >= 502;
  }
}

const OFFLINE = "offline";

export function offline(): Problem {
  return new Problem({ title: OFFLINE, detail: OFFLINE, status: 0, code: OFFLINE, correlation_id: "" });
}

/** The problem in a refused answer; an answer that is none (a proxy's page, say) becomes one. */
export function problemOf(error: unknown, response: Response): Problem {
  if (isDocument(error)) return new Problem(error);
  const correlation = response.headers.get("x-correlation-id") ?? "";
  return new Problem({
    title: response.statusText,
    detail: "unexpected",
    status: response.status,
    code: "unexpected",
    correlation_id: correlation,
  });
}

function isDocument(value: unknown): value is ProblemDocument {
  return typeof value === "object" && value !== null && "code" in value && "detail" in value && "status" in value;
}

/** {field: message} for a form; the rest, which belongs to no field of it, under "". */
export function fieldMessages(problem: Problem, fields: readonly string[]): Record<string, string> {
  const messages: Record<string, string> = {};
  for (const { loc, message } of problem.fields) {
    const path = loc.filter((part) => !["body", "query", "path", "header"].includes(String(part))).join(".");
    const field = fields.find((name) => path === name || path.startsWith(`${name}.`)) ?? "";
    messages[field] = messages[field] ? `${messages[field]} ${message}` : message;
  }
  return messages;
}
