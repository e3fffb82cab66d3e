/** What the screens show beside the demonstration: a finding with everything on it, and what opens without a session. */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

import { type Api, open } from "./api";
import type { Actor, Cast, Role } from "./cast";
import { type Finding, place } from "./journal";
import type { Stand } from "./stand";

export interface Scene {
  record: string;
  person: string;
  /** The token of a membership card. */
  card: string;
  poster: string;
}

const DAY_MS = 86_400_000;
const day = (days: number): string => new Date(Date.now() + days * DAY_MS).toISOString().slice(0, 10);

export async function setTheScene(stand: Stand, cast: Cast): Promise<Scene> {
  const actor = (role: Role): Actor => {
    const found = cast[role];
    if (!found) throw new Error(`nobody plays the ${role}`);
    return found;
  };
  const as = (role: Role): Promise<Api> => open(stand.address, actor(role).state);
  const [admin, inspector, chair, employer] = await Promise.all([as("admin"), as("inspector"), as("chair"), as("employer")]);
  const { site } = await place(admin);
  const record = await finding(inspector, chair, employer, actor);
  const person = actor("inspector").id;
  const { card } = await admin.post<{ card: { link: string } }>(`/people/${person}/card/issue`);
  const { pathname, hash } = new URL(card.link);
  const poster = await admin.post<{ form_path: string }>("/nonconformities/places", {
    site_id: site.id,
    branch_id: actor("chair").branchId,
    place: "турбинный цех, пост 4",
  });
  return { record, person, card: pathname + hash, poster: poster.form_path };
}

async function finding(inspector: Api, chair: Api, employer: Api, actor: (role: Role) => Actor): Promise<string> {
  const { site, category } = await place(inspector);
  const { id } = await inspector.post<Finding>("/nonconformities", {
    site_id: site.id,
    category_id: category.id,
    place: "турбинный цех, лестница у деаэратора, отметка 8",
    severity: "high",
    description: "Четвёртая ступень маршевой лестницы сорвана с косоура, перил на марше нет. По лестнице ходит вся смена.",
    proposal: "Закрыть марш и выставить ограждение до замены ступени и монтажа перил.",
  });
  const at = `/nonconformities/${id}`;
  await inspector.upload(`${at}/attachments`, photo("stairs-before"));
  await chair.post(`${at}/assign`, { responsible_id: actor("employer").id, co_executor_ids: [], observer_ids: [actor("inspector").id], due_on: day(9), reason: null });
  await chair.post(`${at}/measures`, {
    kind: "compensating",
    description: "Марш закрыт, проход через лестницу у оси 12",
    owner_id: actor("employer").id,
    due_on: day(1),
    expires_on: day(14),
  });
  await employer.post(`${at}/start`);
  const mentioned = actor("inspector").id;
  await employer.post(`${at}/comments`, { text: `@[${mentioned}] ступень заказали, привезут в четверг`, mention_ids: [mentioned] });
  await inspector.post(`${at}/comments`, { text: "Приму после проверки перил под нагрузкой." });
  await chair.post(`${at}/move-due-date`, { due_on: day(12), reason: "Ждём ступень с завода" });
  return id;
}

const photo = (name: string) => ({
  name: `${name}.jpg`,
  mimeType: "image/jpeg",
  buffer: readFileSync(fileURLToPath(new URL(`../assets/${name}.jpg`, import.meta.url))),
});
