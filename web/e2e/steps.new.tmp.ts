export async function run({ open, BASE, OUT }: any) {
  for (const [w, scheme, loc] of [[1440, "light", "ru-RU"], [390, "dark", "ru-RU"], [768, "light", "en-US"]] as const) {
    const page = await open(w, scheme, loc);
    await page.goto(`${BASE}/journal/new`);
    await page.getByRole("textbox", { name: /Что не так|What is wrong/ }).waitFor();
    await page.screenshot({ path: `${OUT}/new-empty-${w}-${scheme}.png`, fullPage: true });
    await page.getByRole("combobox", { name: /Площадка|Site/ }).or(page.getByRole("textbox", { name: /Площадка|Site/ })).first().click();
    await page.getByRole("option").first().click();
    await page.getByRole("textbox", { name: /Место|Place/ }).fill("Машинный зал, отм. 8");
    await page.getByRole("textbox", { name: /Что не так|What is wrong/ }).fill("Нет ограждения у открытого люка, можно упасть");
    await page.waitForTimeout(1800);
    await page.screenshot({ path: `${OUT}/new-typed-${w}-${scheme}.png`, fullPage: true });
    await page.keyboard.press("Control+Enter");
    await page.waitForTimeout(400);
    await page.screenshot({ path: `${OUT}/new-wrong-${w}-${scheme}.png`, fullPage: true });
    const found = page.locator("button", { hasText: "НС-" }).first();
    if (await found.count()) { await found.click(); await page.waitForTimeout(800); await page.screenshot({ path: `${OUT}/new-same-${w}-${scheme}.png` }); await page.keyboard.press("Escape"); }
    await page.reload();
    await page.waitForTimeout(1500);
    console.log("kept:", await page.getByRole("textbox", { name: /Что не так|What is wrong/ }).inputValue());
    await page.context().close();
  }
}
