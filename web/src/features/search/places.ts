/** Where the search leads besides records and people: sections, and acts that begin on a page of their own. */
import {
  IconChartBar,
  IconChecklist,
  IconFileImport,
  IconListDetails,
  IconMailPlus,
  IconPlus,
  IconShieldLock,
  IconSitemap,
  IconUserCircle,
  IconUsers,
  IconUsersPlus,
} from "@tabler/icons-react";
import type { ComponentType } from "react";

export interface Place {
  to: string;
  /** Its text: `search:places.<name>`; other words that lead there: `search:words.<name>`. */
  name: string;
  icon: ComponentType<{ size?: number; stroke?: number }>;
  /** Who holds none of it is not led there. */
  permission?: string;
  kind: "act" | "section";
}

const PLACES: readonly Place[] = [
  { to: "/journal/new", name: "newFinding", icon: IconPlus, permission: "nonconformity:file", kind: "act" },
  { to: "/journal/import", name: "journalImport", icon: IconFileImport, permission: "nonconformity:import", kind: "act" },
  { to: "/people/import", name: "peopleImport", icon: IconUsersPlus, permission: "people:import", kind: "act" },
  { to: "/access", name: "invite", icon: IconMailPlus, permission: "people:manage_access", kind: "act" },
  { to: "/", name: "today", icon: IconChecklist, kind: "section" },
  { to: "/journal", name: "journal", icon: IconListDetails, kind: "section" },
  { to: "/people", name: "people", icon: IconUsers, permission: "people:read", kind: "section" },
  { to: "/structure", name: "structure", icon: IconSitemap, kind: "section" },
  { to: "/access", name: "access", icon: IconShieldLock, permission: "people:manage_access", kind: "section" },
  { to: "/figures", name: "figures", icon: IconChartBar, permission: "analytics:read", kind: "section" },
  { to: "/account", name: "account", icon: IconUserCircle, kind: "section" },
];

/** Those that are open to the viewer; `exists` knows the addresses of this client. */
export function openPlaces(holds: (permission: string) => boolean, exists: (address: string) => boolean): Place[] {
  return PLACES.filter(({ to, permission }) => exists(to) && (!permission || holds(permission)));
}

/** Those of which some text has every typed word, from the beginning of a word on. */
export function foundPlaces(places: readonly Place[], typed: string, texts: (place: Place) => string): Place[] {
  const wanted = wordsOf(typed);
  return places.filter((place) => {
    const words = wordsOf(texts(place));
    return wanted.every((begin) => words.some((word) => word.startsWith(begin)));
  });
}

const wordsOf = (text: string): string[] => text.toLowerCase().replaceAll("ё", "е").split(/[^\p{L}\p{N}]+/u).filter(Boolean);

/** A number typed with Latin letters that look Russian («HC-2026-42») is read as the Russian one. */
export function asNumber(typed: string): string {
  return typed.trim().replace(/^(?:H|Н|N)(?:C|С|S)(?=[-\s]*\d)/i, "НС");
}
