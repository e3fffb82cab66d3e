/** What the address of the access section says: which part of it, and the filters there. */

export const TABS = ["accounts", "roles", "grants"] as const;
type Tab = (typeof TABS)[number];
export const ACCOUNT_STATES = ["invited", "active", "closed"] as const;
export type AccountState = (typeof ACCOUNT_STATES)[number];
export const GRANT_STATES = ["in_force", "future", "expired", "withdrawn"] as const;
type GrantState = (typeof GRANT_STATES)[number];

export interface AccessSearch {
  tab?: Tab;
  /** A part of a login. */
  q?: string;
  account?: AccountState;
  role?: string;
  branch_id?: string;
  grant?: GrantState;
}

export function accessSearch(raw: Record<string, unknown>): AccessSearch {
  const search: AccessSearch = {};
  const tab = TABS.find((known) => known === raw["tab"]);
  if (tab) search.tab = tab;
  for (const name of ["q", "role", "branch_id"] as const) {
    const value = raw[name];
    if ((typeof value === "string" && value.trim()) || typeof value === "number") search[name] = String(value);
  }
  const account = ACCOUNT_STATES.find((known) => known === raw["account"]);
  if (account) search.account = account;
  const grant = GRANT_STATES.find((known) => known === raw["grant"]);
  if (grant) search.grant = grant;
  return search;
}
