/** What waits on this device. */
import type { FieldProblem } from "@/api/problem";
import type { Report } from "@/api/schema";

export interface WaitingPhoto {
  /** Idempotency-Key of its upload: made once, kept until it has arrived. */
  key: string;
  picture: Blob;
}

/** A refusal, as it is shown. */
export interface Refused {
  code: string;
  message: string;
  fields: FieldProblem[];
}

export interface QueuedReport {
  /** Idempotency-Key of the report: made once, so that the journal gets it once. */
  key: string;
  queuedAt: number;
  language: string;
  body: Report;
  photos: WaitingPhoto[];
  /** What the server will not take; the rest goes on. */
  refused: Refused | null;
  photosRefused: string[];
  /** From here on it is in the journal. */
  sent: { number: string; code: string; at: number } | null;
}

/** Where reports are kept; the order is that in which they were written. */
export interface ReportStore {
  all(): Promise<QueuedReport[]>;
  get(key: string): Promise<QueuedReport | undefined>;
  put(report: QueuedReport): Promise<void>;
  remove(key: string): Promise<void>;
}
