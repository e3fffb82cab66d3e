/** Periods that are asked for again and again, by the days of the reader's calendar. */
import dayjs from "dayjs";

interface Preset {
  name: "weeks" | "months" | "year" | "lastYear";
  from: string;
  to: string;
  year: number;
}

const DAY = "YYYY-MM-DD";

export function presets(today: dayjs.Dayjs = dayjs()): Preset[] {
  const to = today.format(DAY);
  const last = today.subtract(1, "year");
  return [
    { name: "weeks", from: today.subtract(12, "week").add(1, "day").format(DAY), to, year: today.year() },
    { name: "months", from: today.subtract(1, "year").add(1, "day").format(DAY), to, year: today.year() },
    { name: "year", from: today.startOf("year").format(DAY), to, year: today.year() },
    { name: "lastYear", from: last.startOf("year").format(DAY), to: last.endOf("year").format(DAY), year: last.year() },
  ];
}
