import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";

import { type Cast, found, gather, signedIn } from "./cast";
import { QUICK } from "./quick";
import { type Scene, setTheScene } from "./scene";
import { type Running, type Stand, start, type Union } from "./stand";

export const RESULTS = fileURLToPath(new URL("../.results/", import.meta.url));
const NOTE = `${RESULTS}stands.json`;
const UNIONS: readonly Union[] = QUICK ? ["small"] : ["demonstration", "empty"];

/** Who plays where: for the workers, which are processes of their own. */
export type Stage = Record<Union, Stand & { cast: Cast; scene: Scene | null }>;
type Stands = Partial<Record<Union, Stand>>;

export const stage = (): Stage => JSON.parse(readFileSync(NOTE, "utf8")) as Stage;

/** STANDS names a file like the note's with platforms that run already, for whoever writes specs. */
export default async function setup(): Promise<() => Promise<void>> {
  mkdirSync(dirname(NOTE), { recursive: true });
  const kept = process.env["STANDS"];
  const running = kept ? [] : await started();
  const stands = kept ? (JSON.parse(readFileSync(kept, "utf8")) as Stands) : Object.fromEntries(running.map(({ union, stand }) => [union, stand]));
  const stop = async (): Promise<void> => {
    await Promise.all(running.map((one) => one.stop()));
  };
  try {
    // People are engaged once: two of one name could not be told apart.
    if (kept && UNIONS.every((union) => sameAsNoted(union, stands[union]))) return stop;
    const noted: Partial<Stage> = {};
    for (const union of UNIONS) {
      const stand = stands[union];
      if (stand) noted[union] = { ...stand, ...(await peopled(union, stand)) };
    }
    writeFileSync(NOTE, JSON.stringify(noted, null, 2));
  } catch (error) {
    await stop();
    throw error;
  }
  return stop;
}

async function peopled(union: Union, stand: Stand): Promise<{ cast: Cast; scene: Scene | null }> {
  if (union === "empty") return { cast: { admin: await signedIn(stand, stand) }, scene: null };
  if (union === "small") await found(stand);
  const cast = await gather(stand);
  return { cast, scene: union === "demonstration" ? await setTheScene(stand, cast) : null };
}

const sameAsNoted = (union: Union, stand: Stand | undefined): boolean =>
  existsSync(NOTE) && stand !== undefined && (stage() as Stands)[union]?.supervisor === stand.supervisor;

async function started(): Promise<Running[]> {
  const starts = await Promise.allSettled(UNIONS.map(start));
  const running = starts.flatMap((one) => (one.status === "fulfilled" ? [one.value] : []));
  if (running.length === UNIONS.length) return running;
  for (const one of running) await one.stop();
  throw new Error(starts.map((one) => (one.status === "rejected" ? String(one.reason) : "")).join("\n"));
}
