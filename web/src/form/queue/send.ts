/** Sends what waits, oldest first: the words of all reports before the photos of any, for words are small and matter most.
 *
 * Never twice: a report and each photo carry a key that was made and kept before the first try, so whatever is lost on the
 * way (the request, the answer, the tab) is asked for again and done once. Each step is kept before the next begins.
 */
import { Problem } from "@/api/problem";

import { Refusal } from "../api/request";
import type { QueueApi } from "./api";
import type { QueuedReport, Refused, ReportStore, WaitingPhoto } from "./types";

/** What is left: nothing, or something to try again in so many milliseconds (0: whenever seems good). */
export type Rest = { done: true } | { done: false; waitMs: number };

/** A proof may run out on the way; twice in a row it is something else. */
const PROOFS = 3;

export async function sendWaiting(store: ReportStore, api: QueueApi, changed: () => void = () => undefined): Promise<Rest> {
  let heldUp = 0;
  const each = async (send: (report: QueuedReport) => Promise<void>): Promise<void> => {
    for (const report of await store.all()) {
      try {
        await send(report);
      } catch (error) {
        // A fault of the server over this report holds up this one alone; a bad line holds up all.
        if (!(error instanceof Problem) || error.status !== 500) throw error;
        heldUp += 1;
      }
    }
  };
  try {
    await each(async (report) => {
      if (report.sent !== null || report.refused !== null) return;
      await store.put({ ...report, ...(await sendWords(report, api)) });
      changed();
    });
    await each((report) => sendPhotos(report, store, api, changed));
    return heldUp === 0 ? { done: true } : { done: false, waitMs: 0 };
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    return { done: false, waitMs: error instanceof Refusal ? error.retryAfterMs : 0 };
  }
}

/** What the try changes in the report. Throws what will pass. */
async function sendWords(report: QueuedReport, api: QueueApi): Promise<Partial<QueuedReport>> {
  let current = report;
  for (let left = PROOFS; ; left -= 1) {
    try {
      const { number, code } = await api.submit(current, await api.prove(current.language));
      return { body: current.body, sent: { number, code, at: Date.now() } };
    } catch (error) {
      if (!(error instanceof Problem) || willPass(error)) throw error;
      if (isAboutProof(error) && left > 1) continue;
      if (isClockAhead(error) && current.body.found_at) current = { ...current, body: { ...current.body, found_at: null } };
      else if (isAboutProof(error)) throw error;
      else return { refused: refusedWith(error) };
    }
  }
}

async function sendPhotos(report: QueuedReport, store: ReportStore, api: QueueApi, changed: () => void): Promise<void> {
  if (report.sent === null) return;
  const { code } = report.sent;
  for (const photo of report.photos) {
    const refused = await sendPhoto(report, code, photo, api);
    // Read anew: whoever reads the page may have put the report away meanwhile.
    const kept = await store.get(report.key);
    if (kept === undefined) return;
    const photos = kept.photos.filter(({ key }) => key !== photo.key);
    await store.put({ ...kept, photos, photosRefused: [...kept.photosRefused, ...(refused === null ? [] : [refused])] });
    changed();
  }
}

/** Why it is refused for good, or null. Throws what will pass. */
async function sendPhoto(report: QueuedReport, code: string, photo: WaitingPhoto, api: QueueApi): Promise<string | null> {
  let proof: string | undefined;
  for (let left = PROOFS; ; left -= 1) {
    try {
      await api.attach(report, code, photo, proof);
      return null;
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      if (isAboutProof(error) && left > 1) proof = await api.prove(report.language);
      else if (isAboutProof(error) || willPass(error)) throw error;
      else return error.fields[0]?.message ?? error.message;
    }
  }
}

/** Proofs are asked for with 428, and with 429 while somebody guesses codes. */
export const isAboutProof = (problem: Problem): boolean => ["proof_needed", "proof_refused"].includes(problem.code);

/** 408 and 425 come from what lies between; 401 and 403 of a proxy are no word of the service. */
function willPass(problem: Problem): boolean {
  if (isAboutProof(problem)) return false;
  return problem.willPass || problem.status === 500 || problem.status === 408 || problem.status === 425 || problem.code === "unexpected";
}

const isClockAhead = (problem: Problem): boolean => problem.fields.some(({ loc }) => loc.includes("found_at"));

function refusedWith(problem: Problem): Refused {
  return { code: problem.code, message: problem.message, fields: [...problem.fields] };
}
