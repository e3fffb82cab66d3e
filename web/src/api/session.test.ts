import { afterEach, expect, it } from "vitest";

import { onSessionEnded, settle, signedInAgain } from "./session";

let stop: () => void = () => undefined;

afterEach(() => stop());

it("is answered no while nobody could ask for a password", async () => {
  expect(await signedInAgain()).toBe(false);
});

it("asks once for everything that waits, and goes on when the person is back", async () => {
  const asked: boolean[] = [];
  stop = onSessionEnded((wanted) => asked.push(wanted));
  const waiting = Promise.all([signedInAgain(), signedInAgain()]);
  settle(true);
  expect(await waiting).toEqual([true, true]);
  expect(asked).toEqual([true, false]);
});

it("lets whoever is asked refuse at once", async () => {
  stop = onSessionEnded((wanted) => {
    if (wanted) settle(false);
  });
  expect(await signedInAgain()).toBe(false);
});
