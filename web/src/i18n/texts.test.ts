import { describe, expect, it } from "vitest";

interface Tree { [key: string]: string | Tree }

const files = import.meta.glob<Tree>("./{ru,en}/*.json", { eager: true, import: "default" });
const PLURALS = { ru: ["one", "few", "many", "other"], en: ["one", "other"] } as const;
const PLURAL = /^(.*)_(?:zero|one|two|few|many|other)$/;

function texts(language: "ru" | "en"): Map<string, string> {
  const found = new Map<string, string>();
  const walk = (tree: Tree, path: string): void => {
    for (const [key, value] of Object.entries(tree)) {
      if (typeof value === "string") found.set(`${path}.${key}`, value);
      else walk(value, `${path}.${key}`);
    }
  };
  for (const [path, tree] of Object.entries(files)) {
    if (path.startsWith(`./${language}/`)) walk(tree, path.replace(/^.*\/(.*)\.json$/, "$1"));
  }
  return found;
}

const keys = (language: "ru" | "en"): Set<string> =>
  new Set([...texts(language).keys()].map((key) => PLURAL.exec(key)?.[1] ?? key));

describe("the two languages", () => {
  it("say the same things", () => {
    expect([...keys("ru")].sort()).toEqual([...keys("en")].sort());
  });

  it.each(["ru", "en"] as const)("have every plural form of %s", (language) => {
    const all = texts(language);
    const counted = new Set([...all.keys()].flatMap((key) => PLURAL.exec(key)?.[1] ?? []));
    for (const key of counted) {
      for (const form of PLURALS[language]) expect(all.has(`${key}_${form}`), `${key}_${form}`).toBe(true);
    }
  });

  it("fill in the same values", () => {
    const values = (text: string): string[] => [...text.matchAll(/\{\{(\w+)\}\}/g)].map((match) => match[1] ?? "").sort();
    const english = texts("en");
    for (const [key, text] of texts("ru")) {
      const other = english.get(key) ?? english.get(key.replace(/_(?:few|many)$/, "_other"));
      expect(values(text), key).toEqual(values(other ?? ""));
    }
  });

  it("quote in Russian as Russian does", () => {
    for (const [key, text] of texts("ru")) expect(text, key).not.toMatch(/["“”]|\s-\s/);
  });
});
