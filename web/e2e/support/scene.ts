/** What the screens show beside the demonstration: a finding with everything on it, and what opens without a session. */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

import { type Api, open } from "./api";
import type { Actor, Cast, Role } from "./cast";
import { type Finding, assigned, file, place } from "./journal";
import type { Stand } from "./stand";

export interface Scene {
  record: string;
  /** A record that waits to be verified. */
  fixed: string;
  person: string;
  /** The token of a membership card. */
  card: string;
  poster: string;
  /** A one-time link that nobody has used. */
  link: string;
  imports: Imports;
}

/** Spreadsheets that were brought in. */
interface Imports {
  /** Of the register, with something wrong in it; not applied. */
  checked: string;
  applied: string;
  /** Of the journal, with something wrong in it; not applied. */
  journal: string;
}

interface Made {
  id: string;
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
  await admin.post("/nonconformities/views", { name: "Критические просроченные", shared: true, filters: "overdue=true&severity=critical" });
  return {
    record,
    fixed: await fixed(inspector, chair, employer, actor),
    person,
    card: pathname + hash,
    poster: poster.form_path,
    link: await linkOf(admin, actor("chair").branchId),
    imports: await imports(admin),
  };
}

/** Somebody who has been invited, and somebody who may be. */
async function linkOf(admin: Api, branch_id: string): Promise<string> {
  await admin.post("/people", { last_name: "Гостева", first_name: "Раиса", branch_id });
  const { id: person_id } = await admin.post<Made>("/people", { last_name: "Звягина", first_name: "Вера", branch_id });
  const { id } = await admin.post<Made>("/accounts", { person_id, login: `link-${Date.now().toString(36)}` });
  return (await admin.post<{ path: string }>(`/accounts/${id}/links`)).path;
}

async function imports(admin: Api): Promise<Imports> {
  const register = "/people/imports";
  const checked = await sheet(admin, register, "реестр.csv", [
    "Табельный номер;Фамилия;Имя;Дата рождения;Телефон;Отделение;Заметка",
    "990001;Ильина;Анна;12.04.1987;+7 903 000-00-01;Балаковское;",
    "990002;Котова;Вера;31.02.1990;нет;Балаковское;звонить вечером",
  ]);
  const applied = await sheet(admin, register, "заявления.csv", ["Табельный номер;Фамилия;Имя;Отделение", "990003;Лаптева;Зоя;Балаковское"]);
  await admin.post(`${register}/${applied}/apply`);
  const journal = await sheet(admin, "/nonconformities/imports", "журнал.csv", [
    "№;Дата выявления;Площадка;Описание;Кто выявил",
    "1;12.05.2026;Балаковская АЭС;Нет ограждения у люка;Савельева Анна Лукинична",
    "2;45.05.2026;Балаковская АЭС;Течь на фланце;Савельева Анна Лукинична",
  ]);
  return { checked, applied, journal };
}

/** A spreadsheet that was sent; answers its import once it has been checked. */
async function sheet(admin: Api, path: string, name: string, lines: readonly string[]): Promise<string> {
  const { id } = await admin.upload<Made>(path, "file", { name, mimeType: "text/csv", buffer: Buffer.from(lines.join("\r\n")) });
  return id;
}

async function fixed(inspector: Api, chair: Api, employer: Api, actor: (role: Role) => Actor): Promise<string> {
  const finding = await file(inspector, { description: "Сигнальная лампа над воротами депо не горит, машинист её не видит." });
  await assigned(chair, finding, actor("employer"));
  await employer.post(`/nonconformities/${finding.id}/start`);
  await employer.post(`/nonconformities/${finding.id}/report-fixed`, { comment: "Лампу заменили, проверили вечером.", attachment_ids: [] });
  return finding.id;
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
  await inspector.upload(`${at}/attachments`, "files", photo("stairs-before"));
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
  const said = await inspector.post<Made>(`${at}/comments`, { text: "Приму после проверки." });
  await inspector.change(`${at}/comments/${said.id}`, { text: "Приму после проверки перил под нагрузкой." });
  await chair.post(`${at}/move-due-date`, { due_on: day(12), reason: "Ждём ступень с завода" });
  return id;
}

const photo = (name: string) => ({
  name: `${name}.jpg`,
  mimeType: "image/jpeg",
  buffer: readFileSync(fileURLToPath(new URL(`../assets/${name}.jpg`, import.meta.url))),
});
