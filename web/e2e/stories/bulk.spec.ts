import type { Api } from "../support/api";
import { file, surname, unique } from "../support/journal";
import { expect, test } from "../support/test";

const MANY = 50;

interface Journal {
  total: number;
}

/** Ten at a time: fifty at once is what nobody's browser does. */
async function fileMany(api: Api, word: string): Promise<void> {
  for (let done = 0; done < MANY; done += 10) {
    await Promise.all(Array.from({ length: 10 }, (_, at) => file(api, { description: `Нет освещения в проходе ${done + at} ${word}` })));
  }
}

test("fifty findings are given to somebody at once", async ({ page, api, actor }) => {
  const word = unique();
  // Nobody whose lists other stories read.
  const last_name = surname(word);
  const owner = `${last_name} Вера`;
  const admin = await api("admin");
  const { id: ownerId } = await admin.post<{ id: string }>("/people", { last_name, first_name: "Вера", branch_id: actor("chair").branchId });
  await fileMany(await api("inspector"), word);
  await page.goto(`/journal?q=${word}`);
  await expect(page.getByText(`${MANY} записей`)).toBeVisible();
  await page.getByRole("button", { name: "Показать ещё" }).click();
  await expect(page.getByRole("row")).toHaveCount(MANY + 1);
  await page.getByRole("checkbox", { name: "Выбрать все показанные" }).check();
  const chosen = page.getByRole("region", { name: "Выбранные записи" });
  await expect(chosen.getByText(`Выбрано ${MANY} записей`)).toBeVisible();
  await chosen.getByRole("button", { name: "Назначить" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Ответственный").first().fill(owner);
  await page.getByRole("option", { name: owner }).first().click();
  await dialog.getByRole("button", { name: "Назначить" }).click();
  await expect(page.getByText(`Сделано: ${MANY} записей.`)).toBeVisible({ timeout: 20_000 });
  await page.getByRole("dialog").getByRole("button", { name: "Закрыть" }).last().click();
  const mine = await admin.get<Journal>("/nonconformities", { q: word, state: "assigned", responsible_id: ownerId, total: true, limit: 1 });
  expect(mine.total).toBe(MANY);
});
