/** What a spec starts from: a page of somebody who is signed in, others in browsers of their own, and the API. */
import { type BrowserContext, expect, type Page, test as base } from "@playwright/test";

import { type Api, open } from "./api";
import type { Actor, Role } from "./cast";
import type { Scene } from "./scene";
import { QUICK } from "./quick";
import { type Stage, stage } from "./setup";
import type { Union } from "./stand";

export interface Options {
  union: Union;
  /** Whose session `page` has; nobody's: null. */
  role: Role | null;
}

interface Fixtures {
  stand: Stage[Union];
  scene: Scene;
  actor: (role: Role) => Actor;
  /** Another person's browser. */
  as: (role: Role | null) => Promise<Page>;
  api: (role: Role) => Promise<Api>;
}

export const test = base.extend<Fixtures & Pick<Options, "role">, Pick<Options, "union">>({
  role: ["admin", { option: true }],
  union: [QUICK ? "small" : "demonstration", { option: true, scope: "worker" }],
  stand: async ({ union }, provide) => provide(stage()[union]),
  baseURL: async ({ stand }, provide) => provide(stand.address),
  storageState: async ({ role, actor }, provide) => provide(role ? actor(role).state : undefined),
  scene: async ({ stand }, provide) => {
    if (!stand.scene) throw new Error("nothing has been set up here");
    await provide(stand.scene);
  },
  actor: async ({ stand }, provide) =>
    provide((role) => {
      const actor = stand.cast[role];
      if (!actor) throw new Error(`nobody plays the ${role} here`);
      return actor;
    }),
  context: async ({ context }, provide) => {
    const failures = watch(context);
    await provide(context);
    expect(failures, "what went wrong in the page, unseen").toEqual([]);
  },
  as: async ({ browser, actor, contextOptions, viewport, locale, timezoneId, baseURL }, provide) => {
    const opened: { context: BrowserContext; failures: string[] }[] = [];
    await provide(async (role) => {
      const storageState = role ? actor(role).state : undefined;
      const context = await browser.newContext({ ...contextOptions, viewport, locale, timezoneId, baseURL, storageState });
      opened.push({ context, failures: watch(context) });
      return context.newPage();
    });
    for (const { context, failures } of opened) {
      expect(failures, "what went wrong in the page, unseen").toEqual([]);
      await context.close();
    }
  },
  api: async ({ stand, actor }, provide) => {
    const opened: Api[] = [];
    await provide(async (role) => {
      const api = await open(stand.address, actor(role).state);
      opened.push(api);
      return api;
    });
    for (const api of opened) await api.context.dispose();
  },
});

/** Errors that nobody caught, and what the content policy forbade. */
function watch(context: BrowserContext): string[] {
  const failures: string[] = [];
  context.on("weberror", (error) => failures.push(String(error.error())));
  context.on("console", (message) => {
    if (/Content Security Policy|Encountered two children|Maximum update depth/.test(message.text())) failures.push(message.text());
  });
  return failures;
}

export { expect };
