import { describe, expect, it } from "vitest";

import { distinct, fromWire, piecesOf, toWire, typedMention, withMention } from "./mentions";

const anna = { id: "01a209bc-0000-7000-8000-000000000001", name: "Анна Ким" };
const anya = { id: "01a209bc-0000-7000-8000-000000000002", name: "Анна Кимова" };
const namesake = { id: "01a209bc-0000-7000-8000-000000000003", name: "Анна Ким" };

describe("a mention", () => {
  it("is shown as a name, also of somebody who is not known any more", () => {
    expect(piecesOf(`Прошу @[${anna.id}] и @[${anya.id}].`, [anna], "кто-то")).toEqual([
      { kind: "text", text: "Прошу " },
      { kind: "mention", id: anna.id, name: "Анна Ким" },
      { kind: "text", text: " и " },
      { kind: "mention", id: anya.id, name: "кто-то" },
      { kind: "text", text: "." },
    ]);
  });

  it("travels as an id, and a name that begins another is not taken for it", () => {
    expect(toWire("@Анна Кимова и @Анна Ким, взгляните ", [anna, anya])).toEqual({
      text: `@[${anya.id}] и @[${anna.id}], взгляните`,
      mention_ids: [anya.id, anna.id],
    });
  });

  it("is none any more when its name was deleted", () => {
    expect(toWire("Уже не нужно", [anna])).toEqual({ text: "Уже не нужно", mention_ids: [] });
  });

  it("comes back unchanged from an editing that changed nothing, with namesakes told apart", () => {
    const stored = { text: `@[${anna.id}], @[${namesake.id}]`, mention_ids: [namesake.id, anna.id] };
    const edited = fromWire(stored.text, [anna, namesake], "кто-то");
    expect(edited.text).toBe("@Анна Ким, @Анна Ким (2)");
    expect(toWire(edited.text, edited.picked)).toEqual(stored);
    expect(distinct([anna], anna)).toEqual([anna]);
  });
});

describe("typing a mention", () => {
  it("begins with an @ at the start of a word, and may hold two words", () => {
    expect(typedMention("Прошу @Ким", 10)).toBe("Ким");
    expect(typedMention("@", 1)).toBe("");
    expect(typedMention("@Ким Ан", 7)).toBe("Ким Ан");
    expect(typedMention("почта a@b", 9)).toBe(null);
    expect(typedMention("@Ким, да", 8)).toBe(null);
  });

  it("puts the whole name in its place and goes on after it", () => {
    expect(withMention("Прошу @Ки проверить", 9, "Анна Ким")).toEqual({ text: "Прошу @Анна Ким проверить", caret: 16 });
  });
});
