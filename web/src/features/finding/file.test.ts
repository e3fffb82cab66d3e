import { beforeEach, describe, expect, it } from "vitest";

import { Problem, offline } from "@/api/problem";
import type { Card, NewNonconformity } from "@/api/schema";

import { type Door, type Sending, fileOnce } from "./file";

const body = (description: string): NewNonconformity => ({
  site_id: "s", category_id: "c", place: "отм. 8", description, severity: "medium", proposal: null, found_at: null, branch_id: null,
});
const refused = (code: string, status = 422): Problem => new Problem({ title: "", detail: "", status, code, correlation_id: "" });

/** A journal that keeps to its word about keys, and a connection that may lose an answer. */
class Journal implements Door {
  filed = new Map<string, NewNonconformity>();
  kept: Sending | null = null;
  loses = 0;
  refuses: Problem | null = null;
  post = (sent: NewNonconformity, key: string): Promise<Card> => {
    if (this.refuses) return Promise.reject(this.refuses);
    const known = this.filed.get(key);
    if (known && JSON.stringify(known) !== JSON.stringify(sent)) return Promise.reject(refused("idempotency_key_reused"));
    this.filed.set(key, sent);
    if (this.loses > 0) {
      this.loses -= 1;
      return Promise.reject(offline());
    }
    return Promise.resolve({ id: key, description: sent.description } as Card);
  };
  correct = (card: Card, changes: object): Promise<Card> => Promise.resolve({ ...card, ...changes });
  remember = (sending: Sending | null): Promise<void> => {
    this.kept = sending;
    return Promise.resolve();
  };
}

describe("a finding is filed once", () => {
  let journal: Journal;
  beforeEach(() => {
    journal = new Journal();
  });

  it("when its answer was lost and it is sent again", async () => {
    journal.loses = 1;
    await expect(fileOnce(body("нет ограждения"), null, journal)).rejects.toThrow();
    const card = await fileOnce(body("нет ограждения"), journal.kept, journal);
    expect([journal.filed.size, card.description]).toEqual([1, "нет ограждения"]);
  });

  it("when its answer was lost and it was written anew since: the one that was filed is corrected", async () => {
    journal.loses = 1;
    await expect(fileOnce(body("нет ограждения"), null, journal)).rejects.toThrow();
    const card = await fileOnce(body("нет ограждения у люка"), journal.kept, journal);
    expect([journal.filed.size, card.description]).toEqual([1, "нет ограждения у люка"]);
  });

  it("as something else after it was refused", async () => {
    journal.refuses = refused("invalid_input");
    await expect(fileOnce(body("а"), null, journal)).rejects.toThrow();
    expect(journal.kept).toBeNull();
  });

  it("by the key that is kept before anything is sent", async () => {
    journal.loses = 2;
    await expect(fileOnce(body("люк открыт"), null, journal)).rejects.toThrow();
    const key = journal.kept?.key ?? "";
    expect(journal.filed.has(key)).toBe(true);
    await expect(fileOnce(body("люк открыт"), journal.kept, journal)).rejects.toThrow();
    expect(journal.kept?.key).toBe(key);
  });
});
