/** A file on its way to its record. */
import type { Problem } from "@/api/problem";
import type { Attachments, AttachmentView } from "@/api/schema";
import { type FormOrder, sendForm } from "@/api/sendForm";

export type Purpose = AttachmentView["purpose"];

interface Order extends Pick<FormOrder, "key" | "onProgress" | "signal"> {
  recordId: string;
  file: File;
  purpose: Purpose;
}

export async function upload({ recordId, file, purpose, ...order }: Order): Promise<AttachmentView> {
  const form = new FormData();
  form.append("purpose", purpose);
  form.append("files", file, file.name);
  const answer = await sendForm({ ...order, form, path: `/api/v1/nonconformities/${recordId}/attachments` });
  const [made] = (answer as Attachments).items;
  if (!made) throw new Error("the answer names no file");
  return made;
}

/** Why a file was refused: the words about the file itself stand before those about the whole form. */
export function refusalOf(problem: Problem, general: string): string {
  return problem.fields.map(({ message }) => message).join(" ") || general;
}
