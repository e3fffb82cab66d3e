import { chromium as pw, type Page } from "playwright-core";
import { chromium } from "./chromium.ts";
const BASE = "http://127.0.0.1:8715";
const OUT = "/tmp/record_shots";
const browser = await pw.launch({ ...chromium(), args: ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"] });
const what = process.argv[2] ?? "all";
async function open(width: number, scheme: "light" | "dark", locale = "ru-RU", user = "admin", password = "Only-for-tests-2026"): Promise<Page> {
  const context = await browser.newContext({ viewport: { width, height: width < 500 ? 844 : 900 }, colorScheme: scheme, locale, timezoneId: "Europe/Moscow", hasTouch: width < 500 });
  const page = await context.newPage();
  page.on("console", (m) => { if (m.type() === "error") console.log("console:", m.text().slice(0, 300)); });
  page.on("pageerror", (e) => console.log("pageerror:", e.message.slice(0, 500)));
  const answer = await context.request.post(`${BASE}/api/v1/auth/session`, { data: { login: user, password } });
  if (!answer.ok()) console.log("sign in", answer.status(), await answer.text());
  return page;
}
const { run } = await import(`./steps.${what}.tmp.ts`) as { run: (tools: { open: typeof open; BASE: string; OUT: string }) => Promise<void> };
try { await run({ open, BASE, OUT }); } finally { await browser.close(); }
