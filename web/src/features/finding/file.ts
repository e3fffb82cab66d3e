/** Files a finding once, however often it is tried: an answer that was lost, a second click, a page that was closed. */
import { newId } from "@/api/ids";
import { Problem } from "@/api/problem";
import type { Card, Edit, NewNonconformity } from "@/api/schema";

import { editFrom } from "./values";

/** What has been sent under one key, and no answer said yet what became of it. */
export interface Sending {
  key: string;
  bodies: NewNonconformity[];
}

export interface Door {
  post: (body: NewNonconformity, key: string) => Promise<Card>;
  correct: (card: Card, changes: Edit) => Promise<Card>;
  /** Kept before a request goes out: the page may be gone when the answer comes. */
  remember: (sending: Sending | null) => Promise<void>;
}

export async function fileOnce(body: NewNonconformity, before: Sending | null, door: Door): Promise<Card> {
  const key = before?.key ?? newId();
  const earlier = before?.bodies.filter((other) => JSON.stringify(other) !== JSON.stringify(body)) ?? [];
  await door.remember({ key, bodies: [...earlier, body] });
  try {
    return await door.post(body, key);
  } catch (error) {
    if (isTaken(error)) return corrected(body, key, earlier, door);
    // A refusal is certain: nothing was filed, and what is sent next is another request.
    if (error instanceof Problem && !isUncertain(error) && earlier.length === 0) await door.remember(null);
    throw error;
  }
}

/** The finding was filed as it read then, and its answer was lost: it is found by the key and made to read as it does now. */
async function corrected(body: NewNonconformity, key: string, earlier: readonly NewNonconformity[], door: Door): Promise<Card> {
  for (const former of earlier) {
    try {
      const card = await door.post(former, key);
      return await door.correct(card, editFrom(former, body));
    } catch (error) {
      if (!isTaken(error)) throw error;
    }
  }
  // Nothing that this device knows was filed under the key: it is no longer ours.
  await door.remember(null);
  return fileOnce(body, null, door);
}

const isTaken = (error: unknown): boolean => error instanceof Problem && error.code === "idempotency_key_reused";
const isUncertain = (problem: Problem): boolean => problem.isOffline || problem.status >= 500;
