/** A worker with a telephone, without an account, and not always with a network. */
import type { Page } from "@playwright/test";

import { place, unique } from "../support/journal";
import { expect, test } from "../support/test";

test.use({ role: null, viewport: { width: 390, height: 844 } });

interface List {
  items: { id: string; number: string; description: string; place: string; author: unknown }[];
}

/** The page and its worker have everything that they need without a network. */
async function ready(page: Page): Promise<void> {
  await expect(page.getByRole("button", { name: "Отправить" })).toBeVisible();
  await page.evaluate(async () => {
    await navigator.serviceWorker.ready;
  });
}

async function describe(page: Page, description: string): Promise<void> {
  await page.getByLabel("О чём").selectOption({ index: 1 });
  await page.getByLabel("Что не так").fill(description);
}

const code = (page: Page): Promise<string | null> => page.getByTestId("code").textContent();

test("a report written without a network outlives its tab, and arrives exactly once", async ({ page, context, api, stand }) => {
  const description = `У насосной нет освещения, темно ${unique()}`;
  await page.goto("/f/");
  await ready(page);
  await page.getByLabel("Площадка").selectOption({ label: "Балаковская АЭС" });
  await page.getByRole("textbox", { name: "Место" }).fill("насосная, вход со двора");
  await context.setOffline(true);
  await describe(page, description);
  await page.getByRole("button", { name: "Отправить" }).click();
  await expect(page.getByRole("heading", { name: "Ждёт сети" })).toBeVisible();
  await page.close();

  const later = await context.newPage();
  await later.goto("/f/");
  await expect(later.getByRole("heading", { name: "Ждёт сети" })).toBeVisible();
  await expect(later.getByText(description)).toBeVisible();
  // Two tabs of one telephone, and the worker: still one record.
  const beside = await context.newPage();
  await beside.goto("/f/");
  await context.setOffline(false);
  await expect(later.getByRole("heading", { name: "Сообщение принято" })).toBeVisible({ timeout: 20_000 });
  expect(await code(later)).toMatch(/^\d{3}(-\d{3}){5}$/);
  await later.reload();
  await expect(later.getByRole("heading", { name: "Сообщение принято" })).toBeVisible();

  const found = await (await api("admin")).get<List>("/nonconformities", { q: description.split(" ").at(-1) ?? "", source: "public" });
  expect(found.items.map((item) => [item.description, item.author])).toEqual([[description, null]]);
  expect(stand.address).toBe(new URL(later.url()).origin);
});

test("two taps on the button are one report", async ({ page, api }) => {
  const description = `Открыт люк у проходной ${unique()}`;
  await page.goto("/f/");
  await page.getByLabel("Площадка").selectOption({ label: "Балаковская АЭС" });
  await page.getByRole("textbox", { name: "Место" }).fill("проходная 2");
  await describe(page, description);
  await page.getByRole("button", { name: "Отправить" }).dblclick();
  await expect(page.getByRole("heading", { name: "Сообщение принято" })).toBeVisible({ timeout: 20_000 });
  await expect(page.getByRole("heading", { name: /Отправляем|Ждёт сети/ })).toHaveCount(0);
  const { items } = await (await api("admin")).get<List>("/nonconformities", { q: description.split(" ").at(-1) ?? "", source: "public" });
  expect(items).toHaveLength(1);
});

test("the poster's code fills in the place", async ({ page, api, actor }) => {
  const admin = await api("admin");
  const { site } = await place(admin);
  const where = `градирня 2, северный вход ${unique()}`;
  const poster = await admin.post<{ form_path: string }>("/nonconformities/places", { site_id: site.id, branch_id: actor("chair").branchId, place: where });
  await page.goto(poster.form_path);
  await expect(page.getByText(where)).toBeVisible();
  await expect(page.getByLabel("Площадка")).toBeHidden();
  const description = `Сорвана решётка настила ${unique()}`;
  await describe(page, description);
  await page.getByRole("button", { name: "Отправить" }).click();
  await expect(page.getByRole("heading", { name: "Сообщение принято" })).toBeVisible({ timeout: 20_000 });
  const { items } = await admin.get<List>("/nonconformities", { q: description.split(" ").at(-1) ?? "" });
  expect(items.map((item) => item.place)).toEqual([where]);
});

test("what is missing is told at its field, and the first of them is ready to be filled in", async ({ page }) => {
  await page.goto("/f/");
  await page.getByRole("button", { name: "Отправить" }).click();
  await expect(page.getByText("Заполните это поле.").first()).toBeVisible();
  await expect(page.getByLabel("Площадка")).toBeFocused();
});

test("by the secret code an author and the union talk, and the author sees what was done", async ({ page, api, as }) => {
  const description = `Течёт кровля над проходом ${unique()}`;
  await page.goto("/f/");
  await page.getByLabel("Площадка").selectOption({ label: "Балаковская АЭС" });
  await page.getByRole("textbox", { name: "Место" }).fill("переход в корпус 3");
  await describe(page, description);
  await page.getByRole("button", { name: "Отправить" }).click();
  await expect(page.getByRole("heading", { name: "Сообщение принято" })).toBeVisible({ timeout: 20_000 });
  const secret = (await code(page)) ?? "";

  const { items } = await (await api("chair")).get<List>("/nonconformities", { q: description.split(" ").at(-1) ?? "" });
  const id = items[0]?.id ?? "";
  await (await api("chair")).post(`/nonconformities/${id}/comments`, { text: "Кровельщики выходят завтра", audience: "author" });

  // Another telephone: the code is all that is needed.
  const other = await as(null);
  await other.setViewportSize({ width: 390, height: 844 });
  await other.goto("/f/status");
  await other.getByLabel("Секретный код").fill(secret.replaceAll("-", " "));
  await other.getByRole("button", { name: "Показать" }).click();
  await expect(other.getByText("Кровельщики выходят завтра")).toBeVisible();
  await other.getByRole("textbox", { name: "Сообщение" }).fill("Ведро переполняется к утру");
  await other.getByRole("button", { name: "Отправить" }).click();
  await expect(other.getByText("Ведро переполняется к утру")).toBeVisible();
  expect(new URL(other.url()).pathname, "the code is in no address").toBe("/f/status");

  const chair = await as("chair");
  await chair.goto(`/journal/${id}`);
  await expect(chair.getByText("Ведро переполняется к утру").first()).toBeVisible();
});

test("a wrong code is told at the field", async ({ page }) => {
  await page.goto("/f/status");
  await page.getByLabel("Секретный код").fill("111-111-111-111-111-111");
  await page.getByRole("button", { name: "Показать" }).click();
  await expect(page.getByText("восемнадцать цифр")).toBeVisible();
  await expect(page.getByLabel("Секретный код")).toHaveValue("111-111-111-111-111-111");
});
