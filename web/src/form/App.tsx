import { useEffect, useState } from "react";

import classes from "./App.module.css";
import { useOutbox } from "./queue/useOutbox";
import { ReportPage } from "./report/ReportPage";
import { StatusPage } from "./status/StatusPage";
import { LanguageContext, type Language, preferredLanguage, rememberLanguage, text } from "./texts";
import { Button } from "./ui/Button";
import { useOnline } from "./ui/useOnline";

/** «status», or the slug of a poster, or nothing. */
const addressed = (): string => location.pathname.replace(/^\/f\/?/, "").replace(/\/$/, "");

export function App() {
  const [language, setLanguage] = useState<Language>(preferredLanguage);
  const [page, setPage] = useState(addressed);
  /** Handed from the report's card to the status page, in memory only. */
  const [code, setCode] = useState("");
  const outbox = useOutbox();
  const online = useOnline();
  const t = (key: string): string => text(language, key);
  const onStatus = page === "status";

  useEffect(() => {
    const moved = (): void => setPage(addressed());
    window.addEventListener("popstate", moved);
    return () => window.removeEventListener("popstate", moved);
  }, []);
  useEffect(() => {
    document.documentElement.lang = language;
    document.title = text(language, onStatus ? "status.pageTitle" : "report.pageTitle");
  }, [language, onStatus]);

  const go = (to: string): void => {
    history.pushState(null, "", `/f/${to}`);
    setPage(to);
    window.scrollTo(0, 0);
    // Who does not see the page change hears the heading of the next one.
    requestAnimationFrame(() => document.querySelector("h1")?.focus());
  };
  const choose = (other: Language): void => {
    rememberLanguage(other);
    setLanguage(other);
  };
  const showStatus = (of: string): void => {
    setCode(of);
    go("status");
  };
  return (
    <LanguageContext.Provider value={language}>
      <div className={classes["page"]}>
        <header className={classes["header"]}>
          <img src="/mark.svg" width="28" height="28" alt="" />
          <span className={classes["brand"]}>{t("product")}</span>
          <Button look="link" lang={language === "ru" ? "en" : "ru"} onClick={() => choose(language === "ru" ? "en" : "ru")}>
            {t("language")}
          </Button>
        </header>
        <main className={classes["main"]}>
          {!online && (
            <div className={`${classes["offline"] ?? ""} noprint`} role="status">
              {t("offline")}
            </div>
          )}
          {onStatus ? (
            <StatusPage key={code} code={code} onForm={() => go("")} />
          ) : (
            <ReportPage key={page} slug={page.toLowerCase()} outbox={outbox} onStatus={showStatus} onElsewhere={() => go("")} />
          )}
        </main>
      </div>
    </LanguageContext.Provider>
  );
}
