/** What is being written. Kept on the device: a telephone that opens its camera may throw the page away. */
import { newId } from "@/api/ids";
import type { Report, Severity } from "@/api/schema";

import { keep, keepInPlaceOf, kept, putInPlaceOf } from "../queue/store";
import type { QueuedReport, WaitingPhoto } from "../queue/types";

export interface Draft {
  slug: string;
  siteId: string;
  branchId: string;
  place: string;
  categoryId: string;
  severity: Severity;
  description: string;
  proposal: string;
  website: string;
  photos: WaitingPhoto[];
}

const NAME = "draft";

export const emptyDraft = (slug: string): Draft => ({
  slug, siteId: "", branchId: "", place: "", categoryId: "", severity: "medium", description: "", proposal: "", website: "", photos: [],
});

/** The kept draft, at the poster that was scanned now. */
export async function keptDraft(slug: string): Promise<Draft> {
  const found = (await kept(NAME).catch(() => undefined)) as Draft | undefined;
  if (!found) return emptyDraft(slug);
  return slug && slug !== found.slug ? { ...found, slug, siteId: "", branchId: "", place: "" } : found;
}

export const keepDraft = (draft: Draft): Promise<void> => keep(NAME, draft).catch(() => undefined);

/** The draft goes into the queue. */
export const queueDraft = (report: QueuedReport): Promise<void> => putInPlaceOf(NAME, report);

/** A refused report comes back to be corrected. */
export async function unqueue(report: QueuedReport): Promise<Draft> {
  const draft = draftOf(report);
  await keepInPlaceOf(report.key, NAME, draft);
  return draft;
}

/** Whether something would be lost if another took its place. */
export const isBegun = ({ description, proposal, photos }: Draft): boolean =>
  description.trim() !== "" || proposal.trim() !== "" || photos.length > 0;

function reportOf(draft: Draft, now: Date): Report {
  const poster = draft.slug !== "";
  return {
    place_slug: poster ? draft.slug : null,
    site_id: poster ? null : draft.siteId,
    branch_id: poster ? null : draft.branchId || null,
    place: draft.place.trim() || null,
    category_id: draft.categoryId,
    severity: draft.severity,
    description: draft.description,
    proposal: draft.proposal.trim() || null,
    found_at: now.toISOString(),
    website: draft.website,
  };
}

export function queuedOf(draft: Draft, language: string): QueuedReport {
  const now = new Date();
  return {
    key: newId(), queuedAt: now.getTime(), language, body: reportOf(draft, now), photos: draft.photos,
    refused: null, photosRefused: [], sent: null,
  };
}

function draftOf({ body, photos }: QueuedReport): Draft {
  return {
    slug: body.place_slug ?? "", siteId: body.site_id ?? "", branchId: body.branch_id ?? "", place: body.place ?? "",
    categoryId: body.category_id, severity: body.severity ?? "medium", description: body.description,
    proposal: body.proposal ?? "", website: "", photos,
  };
}

export const FIELDS = ["place_slug", "site_id", "branch_id", "place", "category_id", "severity", "description", "proposal", "website"] as const;
export type FieldName = (typeof FIELDS)[number];

/** What is missing before it is worth sending; the rest is for the server to judge. */
export function missing(draft: Draft, needsBranch: boolean): FieldName[] {
  const empty: FieldName[] = [];
  if (!draft.slug && !draft.siteId) empty.push("site_id");
  if (!draft.slug && needsBranch && !draft.branchId) empty.push("branch_id");
  if (!draft.slug && !draft.place.trim()) empty.push("place");
  if (!draft.categoryId) empty.push("category_id");
  if (!draft.description.trim()) empty.push("description");
  return empty;
}
