/** Dates and moments as people read them, in the language of the screen. */
import i18next from "i18next";

/** A date without a zone («2026-05-04»): the day that a branch calls so, wherever the reader is. */
export function formatDay(day: string, style: "short" | "long" = "short"): string {
  const [year = 0, month = 1, date = 1] = day.split("-").map(Number);
  const options: Intl.DateTimeFormatOptions =
    style === "long" ? { day: "numeric", month: "long", year: "numeric" } : { day: "2-digit", month: "2-digit", year: "numeric" };
  return new Intl.DateTimeFormat(i18next.language, { ...options, timeZone: "UTC" }).format(Date.UTC(year, month - 1, date));
}

/** A moment in the reader's own zone. */
export function formatMoment(moment: string): string {
  return new Intl.DateTimeFormat(i18next.language, { dateStyle: "medium", timeStyle: "short" }).format(new Date(moment));
}

/** Whole days from today's date in a zone until a day; negative when it has passed. */
export function daysUntil(day: string, zone: string, now: Date = new Date()): number {
  const today = new Intl.DateTimeFormat("en-CA", { timeZone: zone }).format(now);
  return Math.round((Date.parse(day) - Date.parse(today)) / 86_400_000);
}
