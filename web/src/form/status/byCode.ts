/** Requests behind a secret code. Waits that the server asks for, and proofs while somebody guesses codes, are seen to here. */
import { newId } from "@/api/ids";
import type { Messages, Photos, Status } from "@/api/schema";

import { ask, type Asked, PUBLIC, Refusal } from "../api/request";
import { prove } from "../proof/prover";
import { isAboutProof } from "../queue/send";

const BY_CODE = `${PUBLIC}/by-code`;
/** A longer wait is told, not waited for. */
const LONGEST_WAIT_MS = 15_000;
const TRIES = 3;

export interface Door {
  status: () => Promise<Status>;
  messages: () => Promise<Messages>;
  write: (text: string) => Promise<void>;
  dispute: (reason: string) => Promise<void>;
  attach: (picture: Blob) => Promise<Photos>;
  giveContact: (name: string, contact: string, consent: boolean) => Promise<void>;
  withdrawContact: () => Promise<void>;
  picture: (path: string) => Promise<Blob>;
}

type Sent = Omit<Asked, "language">;

export function doorOf(code: string, language: string): Door {
  /** One key for all tries of the same thing, by hand too: what was done although its answer was lost is not done again. */
  const keys = new Map<string, string>();
  const call = async (path: string, sent: Sent = {}): Promise<Response> => {
    const headers: Record<string, string> = { "X-Report-Code": code, ...sent.headers };
    const same = `${path} ${JSON.stringify(sent.body)}`;
    const key = (sent.body === undefined ? undefined : keys.get(same)) ?? newId();
    if (sent.method === "POST") headers["Idempotency-Key"] = key;
    keys.set(same, key);
    for (let left = TRIES; ; left -= 1) {
      try {
        const answer = await ask(path, { ...sent, headers, language });
        keys.delete(same);
        return answer;
      } catch (error) {
        if (!(error instanceof Refusal) || left <= 1) throw error;
        if (isAboutProof(error)) headers["X-Proof"] = await prove(language);
        else if (error.status === 429 && error.retryAfterMs <= LONGEST_WAIT_MS) await pause(error.retryAfterMs);
        else throw error;
      }
    }
  };
  const json = async <Data>(path: string, sent?: Sent): Promise<Data> => (await (await call(path, sent)).json()) as Data;
  const done = async (path: string, sent: Sent): Promise<void> => {
    await call(path, sent);
  };
  return {
    status: () => json(BY_CODE),
    messages: () => json(`${BY_CODE}/messages`),
    write: (text) => done(`${BY_CODE}/messages`, { method: "POST", body: { text } }),
    dispute: (reason) => done(`${BY_CODE}/dispute`, { method: "POST", body: { reason } }),
    attach: (picture) => {
      const form = new FormData();
      form.append("files", picture, "photo.jpg");
      return json(`${BY_CODE}/photos`, { method: "POST", form, patience: 5 * 60_000 });
    },
    giveContact: (name, contact, consent) => done(`${BY_CODE}/contact`, { method: "PUT", body: { name, contact: contact.trim() || null, consent } }),
    withdrawContact: () => done(`${BY_CODE}/contact`, { method: "DELETE" }),
    picture: async (path) => (await call(path)).blob(),
  };
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, Math.max(ms, 500)));
