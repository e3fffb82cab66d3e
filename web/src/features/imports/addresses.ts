import type { Kind } from "./queries";

/** Where an import of a kind begins, where one of them is, and what it fills. */
export const ADDRESSES = {
  people: { list: "/people", imports: "/people/import", one: "/people/import/$importId" },
  journal: { list: "/journal", imports: "/journal/import", one: "/journal/import/$importId" },
} as const satisfies Record<Kind, unknown>;

/** Who may import, and who may teach headings for the files to come. */
export const PERMISSIONS = {
  people: { import: "people:import", teach: "people:edit_structure" },
  journal: { import: "nonconformity:import", teach: "nonconformity:configure" },
} as const satisfies Record<Kind, unknown>;
