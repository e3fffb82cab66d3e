/** What opens above a screen: dialogs, menus, panels. Axe and the keyboard have their turn with each. */
import type { Page } from "@playwright/test";

import { PASSWORD, type Role } from "./cast";
import type { Scene } from "./scene";
import { type Screen, refuse } from "./screens";

export interface Layer extends Screen {
  /** By its role; «dialog» when left out. */
  kind?: "dialog" | "menu" | "listbox";
  /** What it says is shown once: Esc does not take it away. */
  stays?: true;
  /** A phone has not got it. */
  wide?: true;
  before: (page: Page) => Promise<unknown>;
}

type Step = (page: Page) => Promise<unknown>;

const press = (name: string | RegExp): Step => (page) => page.getByRole("button", { name, exact: true }).first().click();
const choose = (name: string | RegExp): Step => (page) => page.getByRole("menuitem", { name }).first().click();
const inOrder = (...steps: Step[]): Step => async (page) => {
  for (const step of steps) await step(page);
};
const keys = (...combinations: string[]): Step => async (page) => {
  for (const one of combinations) await page.keyboard.press(one);
};

type Place = Pick<Screen, "path" | "heading">;
const at = (path: string, heading: string | RegExp): Place => ({ path: () => path, heading });
const TODAY = at("/", "Сегодня");
const JOURNAL = at("/journal?overdue=true", "Журнал несоответствий");
const OWN = at("/account", /Дроздов/);
const KEPT_VIEW = at("/journal?overdue=true&severity=critical", "Журнал несоответствий");
const STRUCTURE = at("/structure", "Структура");
const RECORD: Place = { path: ({ record }) => `/journal/${record}`, heading: /^НС-/ };
const FIXED: Place = { path: ({ fixed }) => `/journal/${fixed}`, heading: /^НС-/ };
const PERSON: Place = { path: ({ person }) => `/people/${person}`, heading: /Савельева/ };

const layer = (name: string, role: Role, place: Place, ...steps: Step[]): Layer => ({ name, role, ...place, before: inOrder(...steps) });
const menu = (name: string, role: Role, place: Place, ...steps: Step[]): Layer => ({ ...layer(name, role, place, ...steps), kind: "menu" });

const chooseTwo: Step = async (page) => {
  for (const at of [0, 1]) await page.getByRole("checkbox", { name: /^Выбрать НС-/ }).nth(at).check();
};
const more = press("Другие действия");
const openBranch: Step = inOrder((page) => page.getByRole("searchbox").fill("Балаков"), (page) => page.getByRole("button", { name: /^Изменить/ }).first().waitFor());
const sessionEnds: Step = async (page) => {
  await refuse(page, /\/(observe|leave)$/, { status: 401, code: "not_signed_in", title: "Нужно войти", detail: "Войдите ещё раз." });
  await press(/^(Следить|Не следить)$/)(page);
};

const askForCode: Step = async (page) => {
  await page.getByRole("dialog").getByRole("textbox", { name: "Текущий пароль" }).fill(PASSWORD);
  await press("Далее")(page);
  await page.getByRole("img", { name: /^QR-код/ }).waitFor();
};
/** Only seems to be confirmed: others sign in as the same person. */
const giveCode: Step = async (page) => {
  await page.route(/\/second-factor\/confirm$/, (route) => route.fulfill({ json: { recovery_codes: ["aaaa-bbbb-cccc", "dddd-eeee-ffff"] } }));
  await page.getByRole("textbox", { name: "Шесть цифр из приложения" }).fill("123456");
  await page.getByRole("dialog").getByRole("button", { name: "Включить" }).click();
  await page.getByRole("dialog", { name: "Запасные коды" }).waitFor();
};

const OF_THE_SHELL: readonly Layer[] = [
  layer("bell", "chair", TODAY, press(/^Что нового/)),
  menu("user-menu", "chair", TODAY, press(/^Моё меню/)),
  layer("help", "chair", TODAY, press("Справка")),
  layer("changes", "chair", TODAY, press("Что изменилось")),
  layer("keys", "chair", TODAY, keys("Shift+?")),
  { ...layer("session-ended", "chair", RECORD, sessionEnds), waits: true },
];

const OF_THE_LIST: readonly Layer[] = [
  menu("views", "admin", JOURNAL, press("Подборки")),
  layer("view-new", "admin", JOURNAL, press("Подборки"), choose("Сохранить как подборку…")),
  layer("view-edit", "admin", KEPT_VIEW, press("Критические просроченные"), choose(/^Изменить/)),
  layer("view-remove", "admin", KEPT_VIEW, press("Критические просроченные"), choose(/^Удалить/)),
  { ...layer("columns", "admin", JOURNAL, press("Столбцы")), wide: true },
  menu("exports", "admin", JOURNAL, press("Скачать список")),
  layer("filters", "admin", JOURNAL, press("Все фильтры")),
  layer("bulk-assign", "admin", JOURNAL, chooseTwo, press("Назначить")),
  layer("bulk-due-date", "admin", JOURNAL, chooseTwo, press("Перенести срок")),
  menu("board-menu", "admin", at("/journal/board?q=лестница&overdue=true", "Журнал по состояниям"), press(/^Действия с НС-/), (page) => page.getByRole("menuitem").nth(1).waitFor()),
];

const OF_THE_RECORD: readonly Layer[] = [
  menu("record-menu", "chair", RECORD, more),
  layer("assign", "chair", RECORD, press("Переназначить")),
  layer("due-date", "chair", RECORD, press("Перенести срок")),
  layer("day", "chair", RECORD, press("Перенести срок"), (page) => page.getByRole("dialog").getByRole("textbox", { name: "Срок", exact: true }).click()),
  layer("reject", "chair", RECORD, more, choose("Отклонить")),
  layer("edit", "chair", RECORD, more, choose("Изменить")),
  layer("merge", "chair", RECORD, more, choose("Объединить с другой")),
  layer("fixed", "employer", RECORD, press("Сообщить об устранении")),
  layer("return", "inspector", FIXED, press("Вернуть")),
  layer("measure-new", "chair", RECORD, press("Запланировать")),
  layer("measure-done", "employer", RECORD, press("Сообщить о выполнении")),
  layer("measure-edit", "chair", RECORD, (page) => page.getByRole("article").getByRole("button", { name: "Изменить" }).click()),
  layer("measure-cancel", "chair", RECORD, (page) => page.getByRole("article").getByRole("button", { name: "Отменить" }).click()),
  layer("comment-remove", "admin", RECORD, press("Удалить")),
  layer("comment-before", "inspector", RECORD, (page) => page.getByRole("button", { name: /^изменено/ }).first().click()),
  layer("photo", "chair", RECORD, press(/^Открыть фото/)),
  layer("photo-remove", "admin", RECORD, press(/^Открыть фото/), (page) => page.getByRole("dialog").getByRole("button", { name: "Удалить" }).click()),
  { ...layer("mention", "chair", RECORD, (page) => page.getByRole("textbox", { name: "Комментарий" }).pressSequentially("@са")), kind: "listbox" },
];

const OF_A_FINDING: readonly Layer[] = [
  layer("same-finding", "inspector", at("/journal/new", "Новое несоответствие"), async (page) => {
    await page.getByRole("combobox", { name: "Площадка" }).or(page.getByRole("textbox", { name: "Площадка" })).fill("Балаковская");
    await page.getByRole("option", { name: "Балаковская АЭС" }).click();
    await page.getByLabel("Что не так").fill("Ступень маршевой лестницы сорвана с косоура, перил на марше нет");
    await page.getByRole("region", { name: "Похожие записи" }).getByRole("button").first().click();
  }),
];

const OF_PEOPLE: readonly Layer[] = [
  layer("person-new", "admin", at("/people", "Люди"), press("Добавить человека")),
  layer("segment-new", "admin", at("/people", "Люди"), press("Новый сегмент")),
  layer("person-edit", "admin", PERSON, press("Изменить")),
  layer("leave", "admin", PERSON, press("Прекратить членство")),
  layer("absence", "admin", PERSON, press("Записать отсутствие")),
  layer("consent", "admin", PERSON, press(/^Записать согласие/)),
  layer("erase", "admin", PERSON, press("Стереть данные")),
  layer("grant", "admin", PERSON, press("Дать роль")),
  layer("withdraw", "admin", PERSON, press(/^Отозвать роль/)),
  layer("account-close", "admin", PERSON, press("Закрыть запись")),
];

const OF_ACCESS: readonly Layer[] = [
  layer("invite", "admin", at("/access", "Доступ"), press("Пригласить")),
  {
    ...layer("invited", "admin", at("/access", "Доступ"), press("Пригласить"), async (page) => {
      const dialog = page.getByRole("dialog");
      await dialog.getByLabel("Кого пригласить").first().fill("Гостева");
      await page.getByRole("option", { name: /Гостева/ }).first().click();
      await page.keyboard.press("Escape");
      await dialog.getByRole("button", { name: /^Пригласить/ }).click();
      await page.getByRole("dialog", { name: "Ссылки для входа" }).waitFor();
    }),
    stays: true,
  },
  layer("role-new", "admin", at("/access?tab=roles", "Доступ"), press("Новая роль")),
  layer("role-edit", "admin", at("/access?tab=roles", "Доступ"), press(/^Изменить роль/)),
  layer("second-factor", "chair", OWN, press("Включить")),
  layer("second-factor-code", "chair", OWN, press("Включить"), askForCode),
  { ...layer("recovery-codes", "chair", OWN, press("Включить"), askForCode, giveCode), stays: true },
];

const OF_STRUCTURE: readonly Layer[] = [
  layer("branch-new", "admin", STRUCTURE, press("Добавить отделение")),
  layer("branch-edit", "admin", STRUCTURE, openBranch, press("Изменить отделение")),
  layer("unit-new", "admin", STRUCTURE, openBranch, press("Добавить подразделение")),
  layer("site-new", "admin", STRUCTURE, openBranch, press("Добавить площадку")),
  layer("places", "admin", STRUCTURE, openBranch, press(/^Места и плакаты/)),
  layer("closing", "admin", STRUCTURE, openBranch, press(/^Закрыть: /)),
];

const OF_FIGURES: readonly Layer[] = [
  menu("figures-download", "admin", at("/figures", "Показатели"), press(/^Скачать: /)),
  layer("period", "admin", at("/figures", "Показатели"), (page) => page.getByRole("button", { name: /Период|—|–/ }).first().click()),
];

const OF_IMPORTS: readonly Layer[] = [
  layer("import-undo", "admin", { path: ({ imports }: Scene) => `/people/import/${imports.applied}`, heading: /заявления/ }, press("Отменить загрузку")),
];

export const LAYERS: readonly Layer[] = [
  ...OF_THE_SHELL,
  ...OF_THE_LIST,
  ...OF_THE_RECORD,
  ...OF_A_FINDING,
  ...OF_PEOPLE,
  ...OF_ACCESS,
  ...OF_STRUCTURE,
  ...OF_FIGURES,
  ...OF_IMPORTS,
];
