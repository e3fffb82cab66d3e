/** The people of the stories, in a branch of the demonstration union or of one that they found. */
import { type APIRequestContext, expect } from "@playwright/test";

import { type Api, open } from "./api";
import { file } from "./journal";
import type { Stand } from "./stand";

export type Role = "admin" | "inspector" | "employer" | "chair";
export type SessionState = Awaited<ReturnType<APIRequestContext["storageState"]>>;

export interface Actor {
  id: string;
  name: string;
  login: string;
  password: string;
  branchId: string;
  state: SessionState;
}

export type Cast = Partial<Record<Role, Actor>>;

const BRANCH = "Балаковское";
const SITE = "Балаковская АЭС";
export const PASSWORD = "Only-for-tests-2026";
const PEOPLE = {
  inspector: { name: "Савельева Анна Лукинична", role: "inspector" },
  employer: { name: "Орлов Пётр Демьянович", role: "employer" },
  chair: { name: "Дроздов Иван Лукич", role: "branch_chair" },
} as const;

interface Made {
  id: string;
}

export async function gather(stand: Stand): Promise<Cast> {
  const admin = await signedIn(stand, stand);
  const api = await open(stand.address, admin.state);
  const { items } = await api.get<{ items: { id: string; name: string }[] }>("/branches", { limit: 200 });
  const branch = items.find(({ name }) => name === BRANCH);
  if (!branch) throw new Error(`the union has no branch ${BRANCH}`);
  const cast: Cast = { admin: { ...admin, branchId: branch.id } };
  for (const role of Object.keys(PEOPLE) as (keyof typeof PEOPLE)[]) cast[role] = await engage(api, stand, role, branch.id);
  await Promise.all(Object.values(PEOPLE).map(({ name }) => arrived(api, branch.id, name)));
  return cast;
}

/** Waits until the journal has heard of a person from the register: until then it refuses what they file. */
async function arrived(api: Api, branchId: string, name: string): Promise<void> {
  const { items } = await api.get<{ items: Made[] }>("/nonconformities", { branch_id: branchId, limit: 1 });
  const record = items[0]?.id ?? "";
  await expect
    .poll(async () => (await api.get<{ items: Made[] }>(`/nonconformities/${record}/mentionable`, { q: name })).items.length, { timeout: 20_000 })
    .toBeGreaterThan(0);
}

/** What the stories need of a union that has nothing yet, down to a first record. */
export async function found(stand: Stand): Promise<void> {
  const { state } = await signedIn(stand, stand);
  const api = await open(stand.address, state);
  const { id: branch_id } = await api.post<Made>("/branches", { name: BRANCH, city: "Балаково" });
  await api.post("/sites", { name: SITE, city: "Балаково", branch_id });
  // The journal hears of them a little later.
  await expect(() => file(api, { branch_id })).toPass({ timeout: 30_000, intervals: [200] });
}

/** A new person of the branch with an account and a role, signed in. */
async function engage(api: Api, stand: Stand, as: keyof typeof PEOPLE, branchId: string): Promise<Actor> {
  const { name, role } = PEOPLE[as];
  const [last_name, first_name, middle_name] = name.split(" ");
  const person = await api.post<Made>("/people", { last_name, first_name, middle_name, branch_id: branchId });
  await api.post("/grants", { person_id: person.id, role, branch_id: branchId });
  const login = `${as}-${Date.now().toString(36)}`;
  await api.post("/accounts", { person_id: person.id, login, password: PASSWORD });
  return { ...(await signedIn(stand, { login, password: PASSWORD })), branchId };
}

export async function signedIn({ address }: Stand, { login, password }: { login: string; password: string }): Promise<Actor> {
  const api = await open(address);
  await api.post("/auth/session", { login, password });
  const me = await api.get<{ id: string; name: string }>("/me");
  const state = await api.context.storageState();
  await api.context.dispose();
  return { id: me.id, name: me.name, login, password, branchId: "", state };
}
