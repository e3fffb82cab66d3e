/** The moment of a statement whose day is known: today is now, an earlier day is its noon here. */
export function momentOf(day: string | null, now: Date = new Date()): { stated_at?: string } {
  if (!day) return {};
  const noon = new Date(`${day}T12:00:00`);
  const isToday = noon.toDateString() === now.toDateString();
  return isToday ? {} : { stated_at: noon.toISOString() };
}
