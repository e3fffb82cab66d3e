/** Mentions as they travel (`@[uuid]` in the text, the ids beside it) and as people write and read them (`@name`). */

export interface Named {
  id: string;
  name: string | null;
}

export interface Written {
  text: string;
  mention_ids: string[];
}

const TOKEN = /@\[([0-9a-f-]{36})\]/gi;
/** What is being typed after an @ that begins a word. */
const TYPED = /(?:^|[\s(«"])@([\p{L}\p{M}.-]*(?: [\p{L}\p{M}.-]+)?)$/u;

export type Piece = { kind: "text"; text: string } | { kind: "mention"; id: string; name: string };

/** A text in pieces, for showing. */
export function piecesOf(text: string, people: readonly Named[], unknown: string): Piece[] {
  const names = new Map(people.map(({ id, name }) => [id.toLowerCase(), name]));
  const pieces: Piece[] = [];
  let from = 0;
  for (const match of text.matchAll(TOKEN)) {
    if (match.index > from) pieces.push({ kind: "text", text: text.slice(from, match.index) });
    const id = (match[1] ?? "").toLowerCase();
    pieces.push({ kind: "mention", id, name: names.get(id) ?? unknown });
    from = match.index + match[0].length;
  }
  if (from < text.length) pieces.push({ kind: "text", text: text.slice(from) });
  return pieces;
}

/** The names that the writer has picked, each another than the rest: namesakes are numbered. */
export function distinct(people: readonly Named[], added: Named): Named[] {
  if (people.some(({ id }) => id === added.id)) return [...people];
  let name = added.name ?? "";
  for (let next = 2; people.some((other) => other.name === name); next += 1) name = `${added.name ?? ""} (${next})`;
  return [...people, { id: added.id, name }];
}

/** What was written, as the service takes it. A picked name that was deleted from the text is no mention. */
export function toWire(text: string, picked: readonly Named[]): Written {
  const longestFirst = [...picked].sort((one, other) => (other.name?.length ?? 0) - (one.name?.length ?? 0));
  const mentioned = new Set<string>();
  let wire = text;
  for (const { id, name } of longestFirst) {
    if (!name || !wire.includes(`@${name}`)) continue;
    wire = wire.replaceAll(`@${name}`, `@[${id}]`);
    mentioned.add(id);
  }
  return { text: wire.trim(), mention_ids: [...mentioned] };
}

/** What is stored, as its author edits it. */
export function fromWire(text: string, people: readonly Named[], unknown: string): { text: string; picked: Named[] } {
  const picked = people.reduce<Named[]>((all, one) => distinct(all, { id: one.id, name: one.name ?? unknown }), []);
  const pieces = piecesOf(text, picked, unknown);
  return { text: pieces.map((piece) => (piece.kind === "text" ? piece.text : `@${piece.name}`)).join(""), picked };
}

/** The words after the @ before the caret; null when no mention is being typed. */
export function typedMention(text: string, caret: number): string | null {
  return TYPED.exec(text.slice(0, caret))?.[1] ?? null;
}

/** The text with a name put in place of what was typed, and where the caret stands then. */
export function withMention(text: string, caret: number, name: string): { text: string; caret: number } {
  const typed = typedMention(text, caret) ?? "";
  const start = caret - typed.length;
  const before = `${text.slice(0, start)}${name} `;
  return { text: before + text.slice(caret).replace(/^ /, ""), caret: before.length };
}
