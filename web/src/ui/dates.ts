/** Dates and moments as people read them, in the language of the screen. */
import i18next from "i18next";

/** English as it is written in Europe: the fields take a day before its month, and what is read must not swap them. */
export const dateLocale = (): string => (i18next.language === "en" ? "en-GB" : i18next.language);

/** A date without a zone («2026-05-04»): the day that a branch calls so, wherever the reader is. */
export function formatDay(day: string, style: "short" | "long" = "short"): string {
  const [year = 0, month = 1, date = 1] = day.split("-").map(Number);
  const options: Intl.DateTimeFormatOptions =
    style === "long" ? { day: "numeric", month: "long", year: "numeric" } : { day: "2-digit", month: "2-digit", year: "numeric" };
  return new Intl.DateTimeFormat(dateLocale(), { ...options, timeZone: "UTC" }).format(Date.UTC(year, month - 1, date));
}

/** A moment in the reader's own zone. */
export function formatMoment(moment: string): string {
  return new Intl.DateTimeFormat(dateLocale(), { dateStyle: "medium", timeStyle: "short" }).format(new Date(moment));
}

/** A day as it is typed: «4.5.26», «04.05.2026», «4/5/2026», and as the API has it; null when there is no such day. */
export function parseDay(typed: string): string | null {
  const parts = /^\s*(\d{1,2})[./-](\d{1,2})[./-](\d{4}|\d{2})\s*$/.exec(typed);
  const [year = "", month = "", date = ""] = parts
    ? [parts[3]?.padStart(4, "20"), parts[2]?.padStart(2, "0"), parts[1]?.padStart(2, "0")]
    : typed.trim().split("-");
  const day = `${year}-${month}-${date}`;
  const moment = Date.parse(`${day}T00:00:00Z`);
  // What rolls over into the next month («31.04») was no day.
  return !Number.isNaN(moment) && new Date(moment).toISOString().startsWith(day) ? day : null;
}

const AGO: readonly (readonly [Intl.RelativeTimeFormatUnit, number])[] = [["minute", 60], ["hour", 3_600], ["day", 86_400]];
/** Older than this is told by its date. */
const LONG_AGO_SECONDS = 6 * 86_400;

/** How long ago a moment was, in a few words: «5 минут назад», «вчера», then the date. */
export function formatAgo(moment: string, now: Date = new Date()): string {
  const seconds = (now.getTime() - Date.parse(moment)) / 1000;
  if (seconds > LONG_AGO_SECONDS) return new Intl.DateTimeFormat(dateLocale(), { day: "numeric", month: "short" }).format(new Date(moment));
  const words = new Intl.RelativeTimeFormat(i18next.language, { numeric: "auto" });
  const [unit, length] = AGO.findLast(([, least]) => seconds >= least) ?? (["second", 1] as const);
  return unit === "second" ? words.format(0, "second") : words.format(-Math.floor(seconds / length), unit);
}

/** Whole days from today's date in a zone until a day; negative when it has passed. */
export function daysUntil(day: string, zone: string, now: Date = new Date()): number {
  const today = new Intl.DateTimeFormat("en-CA", { timeZone: zone }).format(now);
  return Math.round((Date.parse(day) - Date.parse(today)) / 86_400_000);
}
