/** What the queue says to the server. */
import type { Reported } from "@/api/schema";

import { ask, PUBLIC } from "../api/request";
import type { QueuedReport, WaitingPhoto } from "./types";

/** Photos take their time on a bad connection. */
const PHOTO_PATIENCE_MS = 5 * 60_000;

export interface QueueApi {
  /** A proof of work that was not used before. */
  prove(language: string): Promise<string>;
  submit(report: QueuedReport, proof: string): Promise<Reported>;
  attach(report: QueuedReport, code: string, photo: WaitingPhoto, proof?: string): Promise<void>;
}

export const submit: QueueApi["submit"] = async ({ key, language, body }, proof) => {
  const headers = { "Idempotency-Key": key, "X-Proof": proof };
  return (await (await ask(PUBLIC, { method: "POST", language, headers, body })).json()) as Reported;
};

export const attach: QueueApi["attach"] = async ({ language }, code, photo, proof) => {
  const form = new FormData();
  form.append("files", photo.picture, "photo.jpg");
  const headers: Record<string, string> = { "Idempotency-Key": photo.key, "X-Report-Code": code };
  if (proof) headers["X-Proof"] = proof;
  await ask(`${PUBLIC}/by-code/photos`, { method: "POST", language, headers, form, patience: PHOTO_PATIENCE_MS });
};
