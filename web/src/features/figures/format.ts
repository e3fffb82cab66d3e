/** Figures as people read them, in the language of the screen. */
import i18next from "i18next";

export type Kind = "count" | "share" | "days";

export function formatFigure(value: number | null | undefined, kind: Kind): string {
  if (value === null || value === undefined) return "—";
  const options: Intl.NumberFormatOptions =
    kind === "share" ? { style: "percent", maximumFractionDigits: 0 } : { maximumFractionDigits: kind === "days" ? 1 : 0 };
  return new Intl.NumberFormat(i18next.language, options).format(value);
}
