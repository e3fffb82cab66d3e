/** The API as a browser's page of ours calls it: with a session's cookie. */
import { type APIRequestContext, expect, request } from "@playwright/test";

import type { SessionState } from "./cast";

export class Api {
  constructor(readonly context: APIRequestContext) {}

  async get<Body>(path: string, params: Record<string, string | number | boolean> = {}): Promise<Body> {
    return this.#body(await this.context.get(`/api/v1${path}`, { params }));
  }

  async post<Body>(path: string, data: unknown = {}): Promise<Body> {
    return this.#body(await this.context.post(`/api/v1${path}`, { data, headers: { "Idempotency-Key": crypto.randomUUID() } }));
  }

  async upload<Body>(path: string, field: string, file: { name: string; mimeType: string; buffer: Buffer }): Promise<Body> {
    return this.#body(await this.context.post(`/api/v1${path}`, { multipart: { [field]: file }, headers: { "Idempotency-Key": crypto.randomUUID() } }));
  }

  /** As it is now, whoever changed it. */
  async change(path: string, data: unknown): Promise<void> {
    const now = await this.context.get(`/api/v1${path}`);
    await this.#body(await this.context.patch(`/api/v1${path}`, { data, headers: { "If-Match": now.headers()["etag"] ?? "*" } }));
  }

  async delete(path: string): Promise<void> {
    const answer = await this.context.delete(`/api/v1${path}`);
    expect(answer.ok(), `DELETE ${path}: ${answer.status()}`).toBe(true);
  }

  async #body<Body>(answer: Awaited<ReturnType<APIRequestContext["get"]>>): Promise<Body> {
    if (!answer.ok()) throw new Error(`${answer.url()}: ${answer.status()} ${(await answer.text()).slice(0, 600)}`);
    return (await answer.json()) as Body;
  }
}

export async function open(address: string, storageState?: SessionState): Promise<Api> {
  const extraHTTPHeaders = { Origin: address, "Accept-Language": "ru" };
  return new Api(await request.newContext({ baseURL: address, extraHTTPHeaders, storageState }));
}
