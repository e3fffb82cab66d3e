import type { Locator, Page } from "@playwright/test";

import { file } from "../support/journal";
import { within } from "../support/measure";
import { expect, test } from "../support/test";

/** How soon somebody else has to see a step, from the click on. */
const LIVE_MS = 1_000;

test("a finding is assigned, fixed, returned, fixed and verified by three people who see each other's steps live", async ({ as, api, actor }) => {
  const finding = await file(await api("inspector"));
  const [inspector, chair, employer] = await Promise.all([as("inspector"), as("chair"), as("employer")]);
  const address = `/journal/${finding.id}`;
  await Promise.all([inspector.goto(address), chair.goto(address), employer.goto("/")]);
  await expect(employer.getByRole("heading", { level: 1, name: "Сегодня" })).toBeVisible();
  for (const page of [inspector, chair]) await expect(state(page, "Зарегистрировано")).toBeVisible();
  const step = async (name: string, click: Locator, seen: Locator[]): Promise<void> => {
    await click.click();
    const clicked = Date.now();
    await Promise.all(seen.map((one) => one.waitFor()));
    within(LIVE_MS, "ms", `a step seen by the others: ${name}`, Date.now() - clicked);
  };

  await chair.getByRole("button", { name: "Назначить" }).click();
  const dialog = chair.getByRole("dialog");
  await choose(dialog, "Ответственный", actor("employer").name);
  await step("assigned", dialog.getByRole("button", { name: "Назначить" }), [
    state(inspector, "Назначено"),
    employer.getByText(finding.description).first(),
  ]);

  await employer.getByText(finding.description).first().click();
  await step("begun", employer.getByRole("button", { name: "Начать работу" }), [state(inspector, "В работе"), state(chair, "В работе")]);
  await step("fixed", await fixed(employer, "Ступень заварили"), [state(inspector, "На проверке"), state(chair, "На проверке")]);

  await inspector.getByRole("button", { name: "Вернуть" }).click();
  await inspector.getByLabel("Что осталось сделать").fill("Ограждения по-прежнему нет");
  await step("returned", inspector.getByRole("dialog").getByRole("button", { name: "Вернуть" }), [state(employer, "В работе"), state(chair, "В работе")]);
  await expect(employer.getByText("Ограждения по-прежнему нет").first()).toBeVisible();

  await step("fixed again", await fixed(employer, "Ограждение поставили"), [state(inspector, "На проверке"), state(chair, "На проверке")]);
  await step("verified", inspector.getByRole("button", { name: "Принять" }), [state(employer, "Устранено"), state(chair, "Устранено")]);
});

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
