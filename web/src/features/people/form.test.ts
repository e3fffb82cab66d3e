import { expect, it } from "vitest";

import { bodyOf, fieldsOf } from "./form";

it("sends an emptied field as nothing, not as an empty word", () => {
  const body = bodyOf({ ...fieldsOf(null), last_name: " Орлова ", first_name: "Вера", city: " " }, true);
  expect(body).toMatchObject({ last_name: "Орлова", first_name: "Вера", city: null, phone: null });
});

it("does not touch what its writer may not see", () => {
  const body = bodyOf({ ...fieldsOf(null), last_name: "Орлова", first_name: "Вера" }, false);
  for (const name of ["phone", "email", "birth_date"]) expect(body).not.toHaveProperty(name);
});
