import { expect, it } from "vitest";

import { peopleSearch } from "./search";

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
