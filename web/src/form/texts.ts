/** The form's texts, both languages at once: they have to be there without a network. */
import { createContext, useContext } from "react";

import en from "@/i18n/en/form.json";
import ru from "@/i18n/ru/form.json";

export type Language = "ru" | "en";
type Values = Record<string, string | number>;
interface Tree {
  [key: string]: string | Tree;
}
const TEXTS: Record<Language, Tree> = { ru, en };
const KEPT = "profkom.language";

/** Chosen before (here or by the staff client), else what the browser prefers, else Russian. */
export function preferredLanguage(): Language {
  for (const wish of [remembered(), ...navigator.languages]) {
    if (wish?.startsWith("ru")) return "ru";
    if (wish?.startsWith("en")) return "en";
  }
  return "ru";
}

function remembered(): string | null {
  try {
    return localStorage.getItem(KEPT);
  } catch {
    return null; // a browser that keeps nothing for this page
  }
}

export function rememberLanguage(language: Language): void {
  try {
    localStorage.setItem(KEPT, language);
  } catch {
    // it is asked for again next time
  }
}

/** `count` among the values chooses the plural form where there is one. */
export function text(language: Language, key: string, values: Values = {}): string {
  const count = values["count"];
  const plural = typeof count === "number" ? find(language, `${key}_${new Intl.PluralRules(language).select(count)}`) : null;
  const found = plural ?? find(language, key) ?? key;
  return found.replace(/\{\{(\w+)\}\}/g, (_, name: string) => String(values[name] ?? ""));
}

function find(language: Language, key: string): string | null {
  let here: string | Tree | undefined = TEXTS[language];
  for (const part of key.split(".")) here = typeof here === "object" ? here[part] : undefined;
  return typeof here === "string" ? here : null;
}

export const LanguageContext = createContext<Language>("ru");

export function useTexts() {
  const language = useContext(LanguageContext);
  return { language, t: (key: string, values?: Values) => text(language, key, values) };
}
