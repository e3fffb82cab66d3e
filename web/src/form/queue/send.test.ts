import { beforeEach, describe, expect, it } from "vitest";

import { offline } from "@/api/problem";

import { Refusal } from "../api/request";
import type { QueueApi } from "./api";
import { sendWaiting } from "./send";
import type { QueuedReport, ReportStore } from "./types";

function refusal(status: number, code: string, loc: (string | number)[] = [], retryAfterMs = 0): Refusal {
  const errors = loc.length > 0 ? [{ loc, code, message: `not so: ${code}` }] : [];
  const made = new Refusal({ title: code, detail: code, status, code, correlation_id: "c", errors });
  made.retryAfterMs = retryAfterMs;
  return made;
}

/** A journal behind a bad line: keys are honoured as the server honours them, and faults come when told. */
class Line implements QueueApi {
  entered = new Map<string, string>();
  photos = new Map<string, string>();
  said: string[] = [];
  faults: (Error | "answer lost" | null)[] = [];
  proofs = 0;

  prove(): Promise<string> {
    this.proofs += 1;
    return Promise.resolve(`proof ${this.proofs}`);
  }

  submit(report: QueuedReport): Promise<{ number: string; code: string }> {
    this.said.push(`report ${report.body.description}`);
    return this.pass(() => {
      const text = JSON.stringify(report.body);
      const earlier = this.entered.get(report.key);
      if (earlier !== undefined && earlier !== text) throw refusal(422, "idempotency_key_reused");
      this.entered.set(report.key, text);
      return { number: `N-${report.key}`, code: `code-${report.key}` };
    });
  }

  attach(report: QueuedReport, code: string, photo: { key: string }, proof?: string): Promise<void> {
    this.said.push(`photo ${photo.key}${proof ? ` with ${proof}` : ""}`);
    return this.pass(() => {
      expect(code).toBe(`code-${report.key}`);
      this.photos.set(photo.key, code);
    });
  }

  private async pass<Answer>(act: () => Answer): Promise<Answer> {
    await Promise.resolve();
    const fault = this.faults.shift() ?? null;
    if (fault instanceof Error) throw fault;
    const answer = act();
    if (fault === "answer lost") throw offline();
    return answer;
  }
}

class Memory implements ReportStore {
  kept = new Map<string, QueuedReport>();
  all = () => Promise.resolve([...this.kept.values()].sort((one, other) => one.queuedAt - other.queuedAt));
  get = (key: string) => Promise.resolve(this.kept.get(key));
  put = (report: QueuedReport) => Promise.resolve(void this.kept.set(report.key, report));
  remove = (key: string) => Promise.resolve(void this.kept.delete(key));
}

let line: Line;
let store: Memory;

async function queue(key: string, photos: string[] = [], queuedAt = store.kept.size): Promise<void> {
  const body = { category_id: "c", place_slug: "7kq", description: key, severity: "medium", website: "", found_at: "2026-05-04T10:00:00Z" } as const;
  const waiting = photos.map((photo) => ({ key: photo, picture: new Blob([photo]) }));
  await store.put({ key, queuedAt, language: "ru", body, photos: waiting, refused: null, photosRefused: [], sent: null });
}

beforeEach(() => {
  line = new Line();
  store = new Memory();
});

describe("the queue", () => {
  it("sends the words of all, oldest first, and then the photos", async () => {
    await queue("b", ["b1"], 2);
    await queue("a", ["a1", "a2"], 1);
    expect(await sendWaiting(store, line)).toEqual({ done: true });
    expect(line.said).toEqual(["report a", "report b", "photo a1", "photo a2", "photo b1"]);
    expect(store.kept.get("a")).toMatchObject({ sent: { number: "N-a", code: "code-a" }, photos: [], refused: null });
  });

  it("enters a report once, also when the answer was lost and it is asked for again", async () => {
    await queue("a", ["a1"]);
    line.faults = ["answer lost", "answer lost", null, "answer lost"];
    for (const done of [false, false, false, true]) expect((await sendWaiting(store, line)).done).toBe(done);
    expect([line.entered.size, line.photos.size]).toEqual([1, 1]);
    expect(await sendWaiting(store, line)).toEqual({ done: true });
    expect(line.said).toEqual(["report a", "report a", "report a", "photo a1", "photo a1"]);
  });

  it("goes on with the photo that it was interrupted at", async () => {
    await queue("a", ["a1", "a2", "a3"]);
    line.faults = [null, null, offline()];
    expect(await sendWaiting(store, line)).toEqual({ done: false, waitMs: 0 });
    expect(store.kept.get("a")?.photos.map(({ key }) => key)).toEqual(["a2", "a3"]);
    await sendWaiting(store, line);
    expect(line.said).toEqual(["report a", "photo a1", "photo a2", "photo a2", "photo a3"]);
  });

  it("waits as long as the server asks, and sends nothing more meanwhile", async () => {
    await queue("a");
    await queue("b");
    line.faults = [refusal(429, "too_many_requests", [], 12_000)];
    expect(await sendWaiting(store, line)).toEqual({ done: false, waitMs: 12_000 });
    expect(line.said).toEqual(["report a"]);
  });

  it("makes a new proof when one has run out", async () => {
    await queue("a", ["a1"]);
    line.faults = [refusal(428, "proof_refused"), null, refusal(429, "proof_needed", [], 3_600_000)];
    expect(await sendWaiting(store, line)).toEqual({ done: true });
    expect(line.said).toEqual(["report a", "report a", "photo a1", "photo a1 with proof 3"]);
  });

  it("keeps what is refused with its words, and goes on with the others", async () => {
    await queue("a");
    await queue("b", ["b1"]);
    line.faults = [refusal(422, "place_closed", ["body", "place_slug"]), null, refusal(409, "enough_photos")];
    expect(await sendWaiting(store, line)).toEqual({ done: true });
    expect(store.kept.get("a")).toMatchObject({ sent: null, refused: { code: "place_closed" } });
    expect(store.kept.get("b")).toMatchObject({ photos: [], photosRefused: ["enough_photos"] });
    expect(await sendWaiting(store, line)).toEqual({ done: true });
    expect(line.said).toEqual(["report a", "report b", "photo b1"]);
  });

  it("does not let one report that the server fails over hold up the others", async () => {
    await queue("a");
    await queue("b", ["b1"]);
    line.faults = [refusal(500, "internal_error")];
    expect(await sendWaiting(store, line)).toEqual({ done: false, waitMs: 0 });
    expect(line.said).toEqual(["report a", "report b", "photo b1"]);
    expect(store.kept.get("a")).toMatchObject({ sent: null, refused: null });
    expect(await sendWaiting(store, line)).toEqual({ done: true });
    expect([...line.entered.keys()]).toEqual(["b", "a"]);
  });

  it("does without the moment when the clock of the telephone is ahead", async () => {
    await queue("a");
    line.faults = [refusal(422, "in_future", ["body", "found_at"])];
    expect(await sendWaiting(store, line)).toEqual({ done: true });
    expect(JSON.parse(line.entered.get("a") ?? "{}")).toMatchObject({ found_at: null, description: "a" });
  });

  it("does not bring back what was put away while it was being sent", async () => {
    await queue("a", ["a1"]);
    await sendWaiting(store, { ...bound(line), attach: () => store.remove("a") });
    expect(store.kept.size).toBe(0);
  });
});

function bound(api: Line): QueueApi {
  return { prove: () => api.prove(), submit: (report) => api.submit(report), attach: (...args) => api.attach(...args) };
}
