/** Two languages; a namespace is a feature's, and is fetched with it. */
import dayjs from "dayjs";
import "dayjs/locale/ru";
import i18next, { type BackendModule } from "i18next";
import { initReactI18next } from "react-i18next";

const LANGUAGES = ["ru", "en"] as const;
export type Language = (typeof LANGUAGES)[number];

const KEPT = "profkom.language";
const texts = import.meta.glob<Record<string, unknown>>("./{ru,en}/*.json", { import: "default" });

const backend: BackendModule = {
  type: "backend",
  init: () => undefined,
  read(language, namespace, done) {
    const load = texts[`./${language}/${namespace}.json`];
    if (!load) {
      done(new Error(`no texts of ${namespace} in ${language}`), null);
      return;
    }
    load().then(
      (loaded) => done(null, loaded),
      (reason: unknown) => done(reason as Error, null),
    );
  },
};

/** What was chosen before, else what the browser prefers, else Russian. */
function preferredLanguage(): Language {
  const wished = [localStorage.getItem(KEPT), ...navigator.languages];
  for (const wish of wished) {
    const language = LANGUAGES.find((known) => wish?.toLowerCase().startsWith(known));
    if (language) return language;
  }
  return "ru";
}

export async function startTexts(language: Language = preferredLanguage()): Promise<void> {
  i18next.on("languageChanged", (changed) => {
    document.documentElement.lang = changed;
    dayjs.locale(changed);
  });
  await i18next
    .use(backend)
    .use(initReactI18next)
    .init({
      lng: language,
      supportedLngs: [...LANGUAGES],
      ns: ["common"],
      defaultNS: "common",
      fallbackLng: false,
      interpolation: { escapeValue: false },
      returnNull: false,
    });
}

export async function chooseLanguage(language: Language): Promise<void> {
  localStorage.setItem(KEPT, language);
  await i18next.changeLanguage(language);
}
