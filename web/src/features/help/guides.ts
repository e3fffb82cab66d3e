/** The short guides: which section has one, and what it tells, in the order of the texts `help:<section>.<part>`. */

const GUIDES = {
  today: ["waiting", "act", "bell"],
  journal: ["find", "file", "way", "dates", "import"],
  people: ["find", "card", "import"],
  access: ["roles", "invite", "factor"],
  figures: ["read", "behind", "keep"],
  account: ["password", "factor", "sessions"],
} as const;

export type Guided = keyof typeof GUIDES;

export const partsOf = (section: Guided): readonly string[] => GUIDES[section];

/** The guide that fits an address; «Today» greets whoever is nowhere in particular. */
export function guideOf(path: string): Guided {
  const [, first = ""] = path.split("/");
  if (first === "structure") return "people";
  return first in GUIDES ? (first as Guided) : "today";
}
