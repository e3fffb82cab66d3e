import { describe, expect, it } from "vitest";

import { Problem, fieldMessages, offline, problemOf } from "./problem";

const document = {
  title: "Проверьте введённое",
  detail: "В двух полях ошибки.",
  status: 422,
  code: "invalid_input",
  correlation_id: "c-1",
  errors: [
    { loc: ["body", "due_on"], code: "past", message: "Срок уже прошёл." },
    { loc: ["body", "observer_ids", 2], code: "unknown", message: "Такого человека нет." },
    { loc: ["header", "If-Match"], code: "stale", message: "Запись изменилась." },
  ],
};

describe("a refusal", () => {
  it("is told at the fields it is about, and the rest above the form", () => {
    expect(fieldMessages(new Problem(document), ["due_on", "observer_ids"])).toEqual({
      due_on: "Срок уже прошёл.",
      observer_ids: "Такого человека нет.",
      "": "Запись изменилась.",
    });
  });

  it("keeps the id that the operator asks for, also when it is no problem document", () => {
    const response = new Response("<html>", { status: 502, headers: { "x-correlation-id": "c-2" } });
    const problem = problemOf("<html>", response);
    expect([problem.correlationId, problem.code, problem.willPass]).toEqual(["c-2", "unexpected", true]);
  });

  it("is no refusal when no answer came", () => {
    expect([offline().isOffline, offline().willPass, new Problem(document).willPass]).toEqual([true, true, false]);
  });
});
