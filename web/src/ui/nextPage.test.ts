import { InfiniteQueryObserver, QueryClient } from "@tanstack/react-query";
import { afterEach, beforeEach, expect, it, vi } from "vitest";

import { nextPage } from "./nextPage";

const ANSWER_MS = 20;

let asked: number[] = [];
let refused = false;
/** What the records have become. */
let state = "new";
let client = new QueryClient();
let observer = observe();
let stop: () => void = () => undefined;

function observe() {
  return new InfiniteQueryObserver(client, {
    queryKey: ["records"],
    queryFn: async ({ pageParam }) => {
      asked.push(pageParam);
      const now = state;
      await new Promise((resolve) => setTimeout(resolve, ANSWER_MS));
      if (refused) throw new Error("away");
      return `${pageParam} ${now}`;
    },
    initialPageParam: 1,
    getNextPageParam: (_, all) => all.length + 1,
    retry: false,
  });
}

const shown = (): readonly unknown[] | undefined => observer.getCurrentResult().data?.pages;

beforeEach(async () => {
  [state, refused] = ["new", false];
  client = new QueryClient();
  observer = observe();
  stop = observer.subscribe(() => undefined);
  await vi.waitFor(() => expect(shown()).toEqual(["1 new"]));
  asked = [];
});
afterEach(() => stop());

it("brings the next page", async () => {
  await nextPage(observer.getCurrentResult());
  expect(shown()).toEqual(["1 new", "2 new"]);
  expect(asked).toEqual([2]);
});

it("brings it although somebody changed the list in the middle of it", async () => {
  const wish = nextPage(observer.getCurrentResult());
  await new Promise((resolve) => setTimeout(resolve, ANSWER_MS / 2));
  state = "changed";
  void client.invalidateQueries({ queryKey: ["records"] });
  await wish;
  expect(shown()).toEqual(["1 changed", "2 changed"]);
  expect(asked, "asked, broken off, read anew, asked again").toEqual([2, 1, 2]);
});

it("does not break off the list's being read anew", async () => {
  state = "changed";
  void client.invalidateQueries({ queryKey: ["records"] });
  await nextPage(observer.getCurrentResult());
  expect(shown()).toEqual(["1 changed", "2 changed"]);
  expect(asked).toEqual([1, 2]);
});

it("asks once for what is refused", async () => {
  refused = true;
  await nextPage(observer.getCurrentResult());
  expect(shown()).toEqual(["1 new"]);
  expect(asked).toEqual([2]);
});
