import { expect, it } from "vitest";

import { momentOf } from "./statedAt";

const now = new Date("2026-05-04T09:30:00");

it("leaves today to the server's clock: noon may be still to come", () => {
  expect([momentOf("2026-05-04", now), momentOf(null, now)]).toEqual([{}, {}]);
});

it("names the noon of an earlier day, so that no zone moves it to another", () => {
  expect(momentOf("2026-05-01", now)).toEqual({ stated_at: new Date("2026-05-01T12:00:00").toISOString() });
});
