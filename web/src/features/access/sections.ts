import type { PermissionCard } from "@/api/schema";

interface Section {
  name: string;
  permissions: PermissionCard[];
}

/** Permissions under their headings, in the order in which the service names them. */
export function sectionsOf(known: readonly PermissionCard[]): Section[] {
  const sections: Section[] = [];
  for (const permission of known) {
    let section = sections.find(({ name }) => name === permission.section);
    if (!section) sections.push((section = { name: permission.section, permissions: [] }));
    section.permissions.push(permission);
  }
  return sections;
}
