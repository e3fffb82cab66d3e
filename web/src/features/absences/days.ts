import dayjs from "dayjs";

interface Days {
  first_day: string;
  last_day: string;
}

/** Where an absence stands on a day; both its days belong to it. */
export function standing({ first_day, last_day }: Days, today: string = dayjs().format("YYYY-MM-DD")): "past" | "now" | "ahead" {
  if (last_day < today) return "past";
  return first_day <= today ? "now" : "ahead";
}
