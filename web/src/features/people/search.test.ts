import { expect, it } from "vitest";

import { exportAddress, peopleSearch } from "./search";

it("reads the filters of an address", () => {
  const search = { q: "иванов", branch_id: "7", segment_id: "8", is_member: false, sort: "-name" };
  expect(peopleSearch(search)).toEqual(search);
});

it("looks a personnel number up that the address holds as a number", () => {
  expect(peopleSearch({ q: 1042 })).toEqual({ q: "1042" });
});

it("leaves out what it does not understand", () => {
  expect(peopleSearch({ q: " ", branch_id: 5, is_member: "yes", sort: "shoe_size", page: 3 })).toEqual({});
});

it("saves as a file the list that is shown", () => {
  expect(exportAddress({ q: "иванов", is_member: false, sort: "-name" })).toBe(
    "/api/v1/people/export.xlsx?q=%D0%B8%D0%B2%D0%B0%D0%BD%D0%BE%D0%B2&is_member=false&sort=-name",
  );
});
