/** The form of a person, by the API's names of the fields, and back. */
import type { PersonCard, PersonEdit } from "@/api/schema";

export interface PersonFields {
  last_name: string;
  first_name: string;
  middle_name: string;
  personnel_number: string;
  position: string;
  city: string;
  phone: string;
  email: string;
  branch_id: string | null;
  unit_id: string | null;
  assignment_site_id: string | null;
  birth_date: string | null;
}

const TEXTS = ["middle_name", "personnel_number", "position", "city"] as const;

export function fieldsOf(person: PersonCard | null): PersonFields {
  return {
    last_name: person?.last_name ?? "",
    first_name: person?.first_name ?? "",
    middle_name: person?.middle_name ?? "",
    personnel_number: person?.personnel_number ?? "",
    position: person?.position ?? "",
    city: person?.city ?? "",
    phone: person?.private?.phone ?? "",
    email: person?.private?.email ?? "",
    branch_id: person?.branch_id ?? null,
    unit_id: person?.unit_id ?? null,
    assignment_site_id: person?.assignment_site_id ?? null,
    birth_date: person?.private?.birth_date ?? null,
  };
}

type Values = Required<Pick<PersonEdit, "last_name" | "first_name">> & PersonEdit;

/** What the form holds, as the API takes it. Who may not see the private part does not send it either: it would be emptied. */
export function bodyOf(fields: PersonFields, withPrivate: boolean): Values {
  const { phone, email, birth_date, ...open } = fields;
  const body: Values = { ...open, last_name: open.last_name.trim(), first_name: open.first_name.trim() };
  for (const name of TEXTS) body[name] = orNothing(open[name]);
  return withPrivate ? { ...body, phone: orNothing(phone), email: orNothing(email), birth_date } : body;
}

const orNothing = (text: string): string | null => text.trim() || null;
