/** The typed client of the platform's API. Its types come from the merged reference: `make web-types`. */
import i18next from "i18next";
import createClient, { type Middleware } from "openapi-fetch";

import { Keys } from "./keys";
import { offline, problemOf } from "./problem";
import type { paths } from "./schema";
import { signedInAgain } from "./session";

const SIGN_IN = "/api/v1/auth/";

/** Questions that are too long for an address: they change nothing, and their answers need not be kept. */
const READS = ["/similar", "/preview"];

const manners: Middleware = {
  onRequest({ request }) {
    request.headers.set("Accept-Language", i18next.language);
    return request;
  },
};

const keys = new Keys();

/** The gateway may repeat a request whose answer was lost, and so may people: with a key it takes effect once. */
async function send(request: Request): Promise<Response> {
  const { method, url, headers } = request;
  if (method !== "POST" || headers.has("Idempotency-Key") || READS.some((read) => url.endsWith(read))) return sendSignedIn(request);
  const body = await request.clone().text();
  const wish = `${url}\n${body}`;
  const key = keys.take(wish);
  headers.set("Idempotency-Key", key);
  const lose = (): void => {
    // Without a body it is an act like «observe»: done twice it is done once, and it may have been taken back since.
    // Nobody is signed in by an answer that was given before: its cookie is not kept.
    if (body !== "" && !url.includes(SIGN_IN)) keys.lose(wish, key);
  };
  try {
    const response = await sendSignedIn(request);
    if (response.status >= 500) lose();
    else keys.settle(wish);
    return response;
  } catch (error) {
    lose();
    throw error;
  }
}

/** A request whose session has ended waits until the person has signed in again, and goes out once more. */
async function sendSignedIn(request: Request): Promise<Response> {
  const spare = request.clone();
  const response = await fetch(request);
  const path = new URL(request.url).pathname;
  if (response.status !== 401 || path.startsWith(SIGN_IN)) return response;
  return (await signedInAgain()) ? fetch(spare) : response;
}

export const api = createClient<paths>({
  baseUrl: globalThis.location.origin,
  credentials: "same-origin",
  fetch: send,
  querySerializer: { array: { style: "form", explode: true } },
});
api.use(manners);

interface Answer<Data> {
  data?: Data;
  error?: unknown;
  response: Response;
}

/** The data of an answer. Throws `Problem` for a refusal, and when no answer came. */
export async function unwrap<Data>(answer: Promise<Answer<Data>>): Promise<Data> {
  const { data, error, response } = await answer.catch((reason: unknown) => {
    if (reason instanceof DOMException && reason.name === "AbortError") throw reason;
    throw offline();
  });
  if (!response.ok) throw problemOf(error, response);
  return data as Data;
}
