/** Every screen of the product: axe looks at them, a phone's width is tried on them, `make pictures` takes them. */
import type { Page } from "@playwright/test";

import type { Role } from "./cast";
import type { Scene } from "./scene";

export interface Screen {
  /** Of the picture's file too. */
  name: string;
  /** Who looks; null: somebody without a session. */
  role: Role | null;
  path: (scene: Scene) => string;
  /** When it is complete: this heading is there. */
  heading: string | RegExp;
  /** What is done there before anybody looks. */
  before?: (page: Page) => Promise<unknown>;
  /** Something goes on waiting behind what is looked at. */
  waits?: true;
}

export const SCREENS: readonly Screen[] = [
  { name: "sign-in", role: null, path: () => "/sign-in", heading: "Профком" },
  { name: "link", role: null, path: ({ link }) => link, heading: "Профком", before: (page) => page.getByText(/ридумайте/).waitFor() },
  {
    name: "sign-in-code",
    role: null,
    path: () => "/sign-in",
    heading: "Профком",
    before: async (page) => {
      await refuse(page, /\/auth\/session$/, { status: 401, code: "second_factor_required", title: "Нужен код", detail: "Введите код из приложения." });
      await page.getByRole("textbox", { name: "Логин" }).fill("somebody");
      await page.getByRole("textbox", { name: "Пароль" }).fill("Only-for-tests-2026");
      await page.getByRole("button", { name: "Войти" }).click();
      await page.getByRole("textbox", { name: "Код" }).waitFor();
    },
  },
  { name: "today", role: "chair", path: () => "/", heading: "Сегодня" },
  { name: "journal", role: "admin", path: () => "/journal", heading: "Журнал несоответствий" },
  { name: "journal-search", role: "admin", path: () => "/journal?q=лестница&overdue=true", heading: "Журнал несоответствий" },
  { name: "journal-nothing", role: "admin", path: () => "/journal?q=щщщжжжщщщ", heading: /Журнал/ },
  { name: "board", role: "admin", path: () => "/journal/board?q=лестница&overdue=true", heading: /Журнал/ },
  { name: "record", role: "chair", path: ({ record }) => `/journal/${record}`, heading: /^НС-/ },
  {
    name: "record-assign",
    role: "chair",
    path: ({ record }) => `/journal/${record}`,
    heading: /^НС-/,
    before: (page) => page.getByRole("button", { name: /^(Назначить|Переназначить)$/ }).first().click(),
  },
  { name: "new-finding", role: "inspector", path: () => "/journal/new", heading: "Новое несоответствие" },
  {
    name: "search",
    role: "admin",
    path: () => "/",
    heading: "Сегодня",
    before: async (page) => {
      await page.keyboard.press("Control+k");
      await page.getByRole("dialog").waitFor();
      await page.keyboard.type("лестница");
      await page.getByRole("dialog").getByText(/НС-/).first().waitFor();
    },
  },
  { name: "journal-import", role: "admin", path: () => "/journal/import", heading: "Загрузка журнала" },
  { name: "journal-checked", role: "admin", path: ({ imports }) => `/journal/import/${imports.journal}`, heading: "журнал.csv" },
  { name: "people-import", role: "admin", path: () => "/people/import", heading: "Загрузка реестра" },
  { name: "people-checked", role: "admin", path: ({ imports }) => `/people/import/${imports.checked}`, heading: "реестр.csv" },
  { name: "people-applied", role: "admin", path: ({ imports }) => `/people/import/${imports.applied}`, heading: "заявления.csv" },
  { name: "structure", role: "admin", path: () => "/structure", heading: "Структура" },
  { name: "access", role: "admin", path: () => "/access", heading: "Доступ" },
  { name: "access-roles", role: "admin", path: () => "/access?tab=roles", heading: "Доступ" },
  { name: "access-grants", role: "admin", path: () => "/access?tab=grants", heading: "Доступ" },
  { name: "people", role: "admin", path: () => "/people", heading: "Люди" },
  { name: "person", role: "admin", path: ({ person }) => `/people/${person}`, heading: /Савельева/ },
  { name: "figures", role: "admin", path: () => "/figures", heading: /Показатели|Журнал в цифрах/ },
  {
    name: "figures-away",
    role: "admin",
    path: () => "/figures",
    heading: "Показатели",
    before: async (page) => {
      await refuse(page, /\/api\/v1\/analytics\//, { status: 503, code: "service_away", title: "Раздел недоступен", detail: "Он вернётся сам." });
      await page.reload();
      await page.getByRole("alert").first().waitFor();
    },
  },
  { name: "figures-records", role: "admin", path: () => "/figures/records?figure=overdue", heading: /.+/ },
  { name: "account", role: "inspector", path: () => "/account", heading: /Савельева/ },
  { name: "no-page", role: "admin", path: () => "/no-such-page", heading: "Такой страницы нет" },
  { name: "card", role: null, path: ({ card }) => card, heading: /.+/ },
  { name: "form", role: null, path: () => "/f/", heading: "Сообщить о нарушении" },
  { name: "form-poster", role: null, path: ({ poster }) => poster, heading: "Сообщить о нарушении" },
  { name: "form-accepted", role: null, path: ({ poster }) => poster, heading: "Сообщить о нарушении", before: report },
  {
    name: "form-report",
    role: null,
    path: ({ poster }) => poster,
    heading: "Сообщить о нарушении",
    before: async (page) => {
      await report(page);
      await page.getByRole("button", { name: "Что с моим сообщением" }).click();
      await page.getByRole("textbox", { name: "Сообщение" }).waitFor();
    },
  },
  { name: "form-status", role: null, path: () => "/f/status", heading: "Что с моим сообщением" },
];

interface Refused {
  status: number;
  code: string;
  title: string;
  detail: string;
}

/** What is asked for there is refused: states that would cost others their session, or the platform a part. */
export async function refuse(page: Page, address: RegExp, problem: Refused): Promise<void> {
  await page.route(address, (route) => route.fulfill({ status: problem.status, contentType: "application/problem+json", json: problem }));
}

/** Somebody without an account sends a report; its number and code stand there. */
async function report(page: Page): Promise<void> {
  await page.getByLabel("О чём").selectOption({ index: 1 });
  await page.getByLabel("Что не так").fill("Крышка кабельного канала сдвинута, под ней кабели");
  await page.getByRole("button", { name: "Отправить" }).click();
  await page.getByRole("heading", { name: "Сообщение принято" }).waitFor({ timeout: 20_000 });
}

/** Opens it and waits until it is complete: nothing is loading any more. */
export async function show(page: Page, { path, heading, before, waits }: Screen, scene: Scene): Promise<void> {
  await page.goto(path(scene));
  await page.getByRole("heading", { name: heading }).first().waitFor();
  await settled(page);
  await before?.(page);
  if (!waits) await settled(page);
}

export async function settled(page: Page): Promise<void> {
  await page.waitForFunction(() => document.querySelector(".mantine-Skeleton-root, .mantine-Loader-root, .mantine-LoadingOverlay-root") === null, undefined, { timeout: 20_000 });
  await page.evaluate(() => document.fonts.ready);
  await page.waitForFunction(() => Array.from(document.images).every((image) => image.complete || image.loading === "lazy"));
}
