/** The board by state, with a hand on the mouse and with none. */
import type { Locator, Page } from "@playwright/test";

import type { Api } from "../support/api";
import { assigned, file, unique } from "../support/journal";
import { expect, test } from "../support/test";

const column = (page: Page, name: string): Locator => page.getByRole("region", { name, exact: true });

/** The board with this finding and no other. */
async function boardOf(page: Page, word: string, number: string): Promise<void> {
  await page.goto(`/journal/board?q=${word}`);
  await expect(page.getByRole("link", { name: number })).toHaveCount(1);
}

const stateOf = async (api: Api, id: string): Promise<string> => (await api.get<{ state: string }>(`/nonconformities/${id}`)).state;

/** As a hand does it: to the card, pressed, over the column, and there until the board has said whether it takes the card. */
async function drag(page: Page, card: Locator, onto: Locator, said: "data-takes" | "data-closed"): Promise<void> {
  await card.hover();
  await page.mouse.down();
  const target = await onto.boundingBox();
  if (!target) throw new Error("the column is not on the screen");
  await page.mouse.move(target.x + target.width / 2, target.y + 60, { steps: 12 });
  await expect(onto).toHaveAttribute(said, "true");
  await page.mouse.up();
}

test.describe("a chair with a mouse", () => {
  test.use({ role: "chair" });
  test("drags a finding to who answers for it; a column that it may not come to does not take it", async ({ page, api, actor }) => {
    const word = unique();
    const finding = await file(await api("inspector"), { description: `Не закреплён настил ${word}` });
    await boardOf(page, word, finding.number);
    const card = page.getByText(finding.description);
    await drag(page, card, column(page, "На проверке"), "data-closed");
    await expect(column(page, "Зарегистрировано").getByText(finding.description)).toBeVisible();
    await expect(page.getByRole("dialog")).toHaveCount(0);
    expect(await stateOf(await api("chair"), finding.id)).toBe("registered");

    await drag(page, card, column(page, "Назначено"), "data-takes");
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("Ответственный").first().fill(actor("employer").name);
    await page.getByRole("option", { name: actor("employer").name }).first().click();
    await dialog.getByRole("button", { name: "Назначить" }).click();
    await expect(column(page, "Назначено").getByText(finding.description)).toBeVisible();
    await expect(column(page, "Зарегистрировано").getByText(finding.description)).toHaveCount(0);
    expect(await stateOf(await api("chair"), finding.id)).toBe("assigned");
  });
});

test.describe("an employer's representative without a mouse", () => {
  test.use({ role: "employer" });
  test("lifts a finding, lets it go again, and carries it to the work that is begun", async ({ page, api, actor }) => {
    const word = unique();
    const finding = await file(await api("inspector"), { description: `Не закреплён настил ${word}` });
    await assigned(await api("chair"), finding, actor("employer"));
    await boardOf(page, word, finding.number);
    const handle = page.getByRole("button", { name: `Перетащить ${finding.number}` });
    const said = page.getByRole("status").filter({ hasText: finding.number });
    await handle.focus();
    await page.keyboard.press("Space");
    await expect(column(page, "В работе")).toHaveAttribute("data-takes", "true");
    await page.keyboard.press("ArrowRight");
    await expect(said).toContainText("В работе");
    await page.keyboard.press("Escape");
    await expect(column(page, "Назначено").getByText(finding.description)).toBeVisible();
    expect(await stateOf(await api("chair"), finding.id)).toBe("assigned");

    await handle.focus();
    await page.keyboard.press("Space");
    await expect(column(page, "В работе")).toHaveAttribute("data-takes", "true");
    await page.keyboard.press("ArrowRight");
    await expect(said).toContainText("В работе");
    await page.keyboard.press("Space");
    await expect(column(page, "В работе").getByText(finding.description)).toBeVisible();
    await expect.poll(async () => stateOf(await api("chair"), finding.id)).toBe("in_progress");
  });
});
