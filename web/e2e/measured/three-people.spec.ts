import type { Locator, Page } from "@playwright/test";

import { file } from "../support/journal";
import { within } from "../support/measure";
import { expect, test } from "../support/test";

/** How soon somebody else has to see a step, from the click on. */
const LIVE_MS = 1_000;
/** The head of a card, where its state stands; the sections of «Today». */
const HEAD = "main :has(> h1)";
const PAGE = "main";

interface Seen {
  page: Page;
  within: string;
  text: string;
}

test("a finding is assigned, fixed, returned, fixed and verified by three people who see each other's steps live", async ({ as, api, actor }) => {
  const finding = await file(await api("inspector"));
  const [inspector, chair, employer] = await Promise.all([as("inspector"), as("chair"), as("employer")]);
  const address = `/journal/${finding.id}`;
  await Promise.all([inspector.goto(address), chair.goto(address), employer.goto("/")]);
  await expect(employer.getByRole("heading", { level: 1, name: "Сегодня" })).toBeVisible();
  for (const page of [inspector, chair]) await expect(state(page, "Зарегистрировано")).toBeVisible();
  const step = async (name: string, click: Locator, seen: Seen[]): Promise<void> => {
    for (const one of seen) expect(await one.page.locator(one.within).first().textContent()).not.toContain(one.text);
    const [clicked, ...shown] = await Promise.all([momentOfClick(click.page()), ...seen.map(momentOfShowing), click.click()]);
    const times = shown.slice(0, seen.length).map((moment) => Math.round(Number(moment) - clicked));
    within(LIVE_MS, "ms", `a step seen by the others: ${name} (${times.join(", ")})`, Math.max(...times));
  };

  await chair.getByRole("button", { name: "Назначить" }).click();
  const dialog = chair.getByRole("dialog");
  await choose(dialog, "Ответственный", actor("employer").name);
  await step("assigned", dialog.getByRole("button", { name: "Назначить" }), [
    headOf(inspector, "Назначено"),
    { page: employer, within: PAGE, text: finding.description },
  ]);

  await employer.getByText(finding.description).first().click();
  await step("begun", employer.getByRole("button", { name: "Начать работу" }), [headOf(inspector, "В работе"), headOf(chair, "В работе")]);
  await step("fixed", await fixed(employer, "Ступень заварили"), [headOf(inspector, "На проверке"), headOf(chair, "На проверке")]);

  await inspector.getByRole("button", { name: "Вернуть" }).click();
  await inspector.getByLabel("Что осталось сделать").fill("Ограждения по-прежнему нет");
  await step("returned", inspector.getByRole("dialog").getByRole("button", { name: "Вернуть" }), [headOf(employer, "В работе"), headOf(chair, "В работе")]);
  await expect(employer.getByText("Ограждения по-прежнему нет").first()).toBeVisible();

  await step("fixed again", await fixed(employer, "Ограждение поставили"), [headOf(inspector, "На проверке"), headOf(chair, "На проверке")]);
  await step("verified", inspector.getByRole("button", { name: "Принять" }), [headOf(employer, "Устранено"), headOf(chair, "Устранено")]);
});

const headOf = (page: Page, text: string): Seen => ({ page, within: HEAD, text });

/** By the page's own clock, which is that of the machine: what Playwright waits for, it looks for every half a second. */
const momentOfClick = (page: Page): Promise<number> =>
  page.evaluate(() => new Promise<number>((resolve) => window.addEventListener("click", () => resolve(Date.now()), { capture: true, once: true })));

async function momentOfShowing({ page, within: where, text }: Seen): Promise<number> {
  const stands = ([selector, words]: [string, string]): number | false =>
    (document.querySelector(selector)?.textContent.includes(words) ?? false) && Date.now();
  const moment = await page.waitForFunction(stands, [where, text] as [string, string], { polling: 10 });
  return Number(await moment.jsonValue());
}

const state = (page: Page, name: string): Locator => page.getByRole("main").getByText(name, { exact: true }).first();

async function choose(dialog: Locator, label: string, name: string): Promise<void> {
  await dialog.getByLabel(label).first().fill(name);
  await dialog.page().getByRole("option", { name }).first().click();
}

/** Fills in what was done; answers the button that tells it. */
async function fixed(page: Page, what: string): Promise<Locator> {
  await page.getByRole("button", { name: "Сообщить об устранении" }).click();
  await page.getByLabel("Что сделано").fill(what);
  return page.getByRole("dialog").getByRole("button", { name: "Сообщить об устранении" });
}
