/** Sends a form with files, and tells how far it is: fetch cannot, an XMLHttpRequest can. */
import i18next from "i18next";

import { offline, problemOf } from "./problem";
import { signedInAgain } from "./session";

export interface FormOrder {
  path: string;
  form: FormData;
  /** The same for every try: a form whose answer was lost takes effect once. */
  key: string;
  /** 0 to 1. */
  onProgress: (share: number) => void;
  signal: AbortSignal;
  headers?: Record<string, string>;
}

/** The answer's body. Throws `Problem`, or an AbortError when it was stopped. */
export async function sendForm(order: FormOrder): Promise<unknown> {
  let answer = await send(order);
  if (answer.status === 401 && (await signedInAgain())) answer = await send(order);
  const body: unknown = await answer.json().catch(() => null);
  if (!answer.ok) throw problemOf(body, answer);
  return body;
}

function send({ path, form, key, onProgress, signal, headers = {} }: FormOrder): Promise<Response> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("POST", path);
    const all = { "Idempotency-Key": key, "Accept-Language": i18next.language, ...headers };
    Object.entries(all).forEach(([name, value]) => request.setRequestHeader(name, value));
    request.upload.onprogress = ({ loaded, total }) => onProgress(total ? loaded / total : 0);
    request.onload = () => resolve(responseOf(request));
    request.onerror = () => reject(offline());
    request.onabort = () => reject(new DOMException("", "AbortError"));
    signal.addEventListener("abort", () => request.abort());
    request.send(form);
  });
}

function responseOf(request: XMLHttpRequest): Response {
  const correlation = request.getResponseHeader("x-correlation-id");
  return new Response(request.responseText, {
    status: request.status,
    statusText: request.statusText,
    headers: correlation ? { "x-correlation-id": correlation } : {},
  });
}
