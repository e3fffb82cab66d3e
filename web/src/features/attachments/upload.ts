/** Sends one file, and tells how far it is: fetch cannot, an XMLHttpRequest can. */
import i18next from "i18next";

import { Problem, offline, problemOf } from "@/api/problem";
import type { Attachments, AttachmentView } from "@/api/schema";
import { signedInAgain } from "@/api/session";

export type Purpose = AttachmentView["purpose"];

interface Order {
  recordId: string;
  file: File;
  purpose: Purpose;
  /** The same for every try of one file: an answer that was lost does not attach it twice. */
  key: string;
  /** 0 to 1. */
  onProgress: (share: number) => void;
  signal: AbortSignal;
}

export async function upload(order: Order): Promise<AttachmentView> {
  let answer = await send(order);
  if (answer.status === 401 && (await signedInAgain())) answer = await send(order);
  if (!answer.ok) throw problemOf(await answer.json().catch(() => null), answer);
  const [made] = ((await answer.json()) as Attachments).items;
  if (!made) throw new Error("the answer names no file");
  return made;
}

function send({ recordId, file, purpose, key, onProgress, signal }: Order): Promise<Response> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("POST", `/api/v1/nonconformities/${recordId}/attachments`);
    request.setRequestHeader("Idempotency-Key", key);
    request.setRequestHeader("Accept-Language", i18next.language);
    request.upload.onprogress = ({ loaded, total }) => onProgress(total ? loaded / total : 0);
    request.onload = () => resolve(responseOf(request));
    request.onerror = () => reject(offline());
    request.onabort = () => reject(new DOMException("", "AbortError"));
    signal.addEventListener("abort", () => request.abort());
    const form = new FormData();
    form.append("purpose", purpose);
    form.append("files", file, file.name);
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

/** Why a file was refused: the words about the file itself stand before those about the whole form. */
export function refusalOf(problem: Problem, general: string): string {
  return problem.fields.map(({ message }) => message).join(" ") || general;
}
