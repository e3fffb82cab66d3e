/** Idempotency-Keys of the requests that forms send. A POST whose answer was lost may have taken effect: sent once more as
 * it was, by whoever presses the button again, it goes out under the key that it had, and takes effect once. */
import { newId } from "./ids";

/** After so long the same words are another wish. */
const REMEMBERED_MS = 10 * 60_000;

export class Keys {
  private readonly lost = new Map<string, { key: string; until: number }>();

  /** `wish`: the address and the body. */
  take(wish: string, now: number = Date.now()): string {
    const before = this.lost.get(wish);
    return before && before.until > now ? before.key : newId();
  }

  /** No answer came, or none of the service's own. */
  lose(wish: string, key: string, now: number = Date.now()): void {
    for (const [other, { until }] of this.lost) if (until <= now) this.lost.delete(other);
    this.lost.set(wish, { key, until: now + REMEMBERED_MS });
  }

  /** It was done or refused: the same again is meant as such. */
  settle(wish: string): void {
    this.lost.delete(wish);
  }
}
