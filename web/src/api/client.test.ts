import { beforeEach, expect, it, vi } from "vitest";

vi.hoisted(() => vi.stubGlobal("location", { origin: "http://profkom.test" }));

const { api, unwrap } = await import("./client");

const keys: (string | null)[] = [];
let answers: (Response | "lost")[] = [];

beforeEach(() => {
  keys.length = 0;
  vi.stubGlobal("fetch", (request: Request) => {
    keys.push(request.headers.get("Idempotency-Key"));
    const answer = answers.shift() ?? new Response("{}", { status: 201 });
    return answer === "lost" ? Promise.reject(new TypeError("network")) : Promise.resolve(answer);
  });
});

const signIn = (): Promise<unknown> => unwrap(api.POST("/api/v1/auth/session", { body: { login: "orlova", password: "x" } }));
const say = (text: string): Promise<unknown> =>
  unwrap(api.POST("/api/v1/nonconformities/{record_id}/comments", { params: { path: { record_id: "1" } }, body: { text, mention_ids: [] } }));

it("sends what was not answered again under its key, and anything else under another", async () => {
  answers = ["lost", new Response("", { status: 503 })];
  await expect(say("проверьте")).rejects.toThrow();
  await expect(say("проверьте")).rejects.toThrow();
  await say("проверьте лестницу");
  await say("проверьте");
  const [first, again, other, done] = keys;
  expect(first).toBeTruthy();
  expect([again, done]).toEqual([first, first]);
  expect(other).not.toBe(first);
});

it("takes the same words for a new wish once they were answered", async () => {
  answers = ["lost", new Response("{}", { status: 422 })];
  await expect(say("готово")).rejects.toThrow();
  await expect(say("готово")).rejects.toThrow();
  await say("готово");
  const [lost, refused, anew] = keys;
  expect(refused).toBe(lost);
  expect(anew).not.toBe(lost);
});

it("asks to sign in anew each time", async () => {
  answers = ["lost"];
  await expect(signIn()).rejects.toThrow();
  await signIn();
  expect(new Set(keys).size).toBe(2);
});

it("does not repeat an act without words for one that was taken back since", async () => {
  answers = ["lost"];
  const observe = (): Promise<unknown> => unwrap(api.POST("/api/v1/nonconformities/{record_id}/observe", { params: { path: { record_id: "1" } } }));
  await expect(observe()).rejects.toThrow();
  await observe();
  expect(new Set(keys).size).toBe(2);
});
