/** «+7 934 092-93-53», as numbers of this country are read aloud; others stay as they were written. */
export function formatPhone(phone: string): string {
  const parts = /^\+7(\d{3})(\d{3})(\d{2})(\d{2})$/.exec(phone);
  return parts ? `+7 ${parts.slice(1, 3).join(" ")}-${parts.slice(3).join("-")}` : phone;
}
