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
}

export const SCREENS: readonly Screen[] = [
  { name: "sign-in", role: null, path: () => "/sign-in", heading: "Профком" },
  { name: "today", role: "chair", path: () => "/", heading: "Сегодня" },
  { name: "journal", role: "admin", path: () => "/journal", heading: "Журнал несоответствий" },
  { name: "journal-search", role: "admin", path: () => "/journal?q=лестница&overdue=true", heading: "Журнал несоответствий" },
  { name: "journal-nothing", role: "admin", path: () => "/journal?q=щщщжжжщщщ", heading: /Журнал/ },
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
  { name: "structure", role: "admin", path: () => "/structure", heading: "Структура" },
  { name: "access", role: "admin", path: () => "/access", heading: "Доступ" },
  { name: "people", role: "admin", path: () => "/people", heading: "Люди" },
  { name: "person", role: "admin", path: ({ person }) => `/people/${person}`, heading: /Савельева/ },
  { name: "figures", role: "admin", path: () => "/figures", heading: /Показатели|Журнал в цифрах/ },
  { name: "figures-records", role: "admin", path: () => "/figures/records?figure=overdue", heading: /.+/ },
  { name: "account", role: "inspector", path: () => "/account", heading: /Савельева/ },
  { name: "no-page", role: "admin", path: () => "/no-such-page", heading: "Такой страницы нет" },
  { name: "card", role: null, path: ({ card }) => card, heading: /.+/ },
  { name: "form", role: null, path: () => "/f/", heading: "Сообщить о нарушении" },
  { name: "form-poster", role: null, path: ({ poster }) => poster, heading: "Сообщить о нарушении" },
  { name: "form-status", role: null, path: () => "/f/status", heading: "Что с моим сообщением" },
];

/** Opens it and waits until it is complete: nothing is loading any more. */
export async function show(page: Page, { path, heading, before }: Screen, scene: Scene): Promise<void> {
  await page.goto(path(scene));
  await page.getByRole("heading", { name: heading }).first().waitFor();
  await settled(page);
  await before?.(page);
  await settled(page);
}

async function settled(page: Page): Promise<void> {
  await page.waitForFunction(() => document.querySelector(".mantine-Skeleton-root, .mantine-Loader-root, .mantine-LoadingOverlay-root") === null, undefined, { timeout: 20_000 });
  await page.evaluate(() => document.fonts.ready);
  await page.waitForFunction(() => Array.from(document.images).every((image) => image.complete || image.loading === "lazy"));
}
