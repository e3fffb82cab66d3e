import type { AccountCard } from "@/api/schema";

/** What an account is to who looks: closed before locked before not taken up yet. */
export function standingOf({ disabled, locked_until, password_set_at }: AccountCard): "closed" | "locked" | "invited" | "active" {
  if (disabled) return "closed";
  if (locked_until) return "locked";
  return password_set_at ? "active" : "invited";
}
