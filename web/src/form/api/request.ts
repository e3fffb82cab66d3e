/** One request to the public API. Nothing of it goes into an address but what a poster shows anyway. */
import { offline, Problem, problemOf } from "@/api/problem";

export const PUBLIC = "/api/v1/public/nonconformities";

/** A connection that neither answers nor breaks is given up, and the request made again later. */
const PATIENCE_MS = 60_000;

export interface Asked {
  method?: "GET" | "POST" | "PUT" | "DELETE";
  language: string;
  headers?: Record<string, string>;
  body?: unknown;
  form?: FormData;
  patience?: number;
}

/** A refusal, and how long the server asks to wait. */
export class Refusal extends Problem {
  retryAfterMs = 0;
}

export async function ask(path: string, asked: Asked): Promise<Response> {
  const headers: Record<string, string> = { "Accept-Language": asked.language, ...asked.headers };
  if (asked.body !== undefined) headers["Content-Type"] = "application/json";
  const response = await answerOf(path, asked, headers);
  if (response.ok) return response;
  const problem = problemOf(await response.json().catch(() => null), response);
  const { title, message, status, code, correlationId, fields } = problem;
  const refusal = new Refusal({ title, detail: message, status, code, correlation_id: correlationId, errors: [...fields] });
  refusal.retryAfterMs = Number(response.headers.get("Retry-After") ?? 0) * 1000 || 0;
  throw refusal;
}

async function answerOf(path: string, asked: Asked, headers: Record<string, string>): Promise<Response> {
  const giveUp = new AbortController();
  const timer = setTimeout(() => giveUp.abort(), asked.patience ?? PATIENCE_MS);
  try {
    return await fetch(path, {
      method: asked.method ?? "GET",
      headers,
      body: asked.form ?? (asked.body === undefined ? null : JSON.stringify(asked.body)),
      // A session of the staff in the same browser is nobody's business here.
      credentials: "omit",
      cache: "no-store",
      signal: giveUp.signal,
    });
  } catch {
    throw offline();
  } finally {
    clearTimeout(timer);
  }
}
