/** The typed client of the platform's API. Its types come from the merged reference: `make web-types`. */
import i18next from "i18next";
import createClient, { type Middleware } from "openapi-fetch";

import { newId } from "./ids";
import { offline, problemOf } from "./problem";
import type { paths } from "./schema";
import { signedInAgain } from "./session";

const SIGN_IN = "/api/v1/auth/";

/** Questions that are too long for an address: they change nothing, and their answers need not be kept. */
const READS = "/similar";

const manners: Middleware = {
  onRequest({ request }) {
    request.headers.set("Accept-Language", i18next.language);
    // The gateway may repeat a request whose answer was lost: with a key it takes effect once.
    if (request.method === "POST" && !request.url.endsWith(READS) && !request.headers.has("Idempotency-Key")) {
      request.headers.set("Idempotency-Key", newId());
    }
    return request;
  },
};

/** A request whose session has ended waits until the person has signed in again, and goes out once more. */
async function send(request: Request): Promise<Response> {
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
