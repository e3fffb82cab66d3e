/** What an upgrade brought, in the words of the product; the newest first. */
import changes from "./changes.json";

interface Change {
  version: string;
  ru: readonly string[];
  en: readonly string[];
}

export const CHANGES: readonly Change[] = changes;

/** The versions that came after the one seen last; nothing for somebody who is here for the first time. */
export function unseen(seen: string | null, all: readonly Change[] = CHANGES): readonly Change[] {
  if (seen === null) return [];
  const at = all.findIndex(({ version }) => version === seen);
  return at === -1 ? all.slice(0, 1) : all.slice(0, at);
}
