import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";

import { type Cast, gather, signedIn } from "./cast";
import { type Scene, setTheScene } from "./scene";
import { type Stand, start, type Union } from "./stand";

export const RESULTS = fileURLToPath(new URL("../.results/", import.meta.url));
const NOTE = `${RESULTS}stands.json`;

/** Who plays where: for the workers, which are processes of their own. */
export type Stage = Record<Union, Stand & { cast: Cast; scene: Scene | null }>;

export const stage = (): Stage => JSON.parse(readFileSync(NOTE, "utf8")) as Stage;

/** STANDS names a file like the note's with platforms that run already, for whoever writes specs. */
export default async function setup(): Promise<() => Promise<void>> {
  mkdirSync(dirname(NOTE), { recursive: true });
  const kept = process.env["STANDS"];
  const running = kept ? null : await both();
  const stands = running
    ? { demonstration: running.demonstration.stand, empty: running.empty.stand }
    : (JSON.parse(readFileSync(kept ?? "", "utf8")) as Record<Union, Stand>);
  const stop = async (): Promise<void> => {
    await Promise.all([running?.demonstration.stop(), running?.empty.stop()]);
  };
  try {
    const { demonstration, empty } = stands;
    // People are engaged once: two of one name could not be told apart.
    if (kept && sameAsNoted(demonstration)) return stop;
    const cast = await gather(demonstration);
    const noted: Stage = {
      demonstration: { ...demonstration, cast, scene: await setTheScene(demonstration, cast) },
      empty: { ...empty, cast: { admin: await signedIn(empty, empty) }, scene: null },
    };
    writeFileSync(NOTE, JSON.stringify(noted, null, 2));
  } catch (error) {
    await stop();
    throw error;
  }
  return stop;
}

const sameAsNoted = ({ supervisor }: Stand): boolean => existsSync(NOTE) && stage().demonstration.supervisor === supervisor;

async function both() {
  const [demonstration, empty] = await Promise.allSettled([start("demonstration"), start("empty")]);
  if (demonstration.status === "fulfilled" && empty.status === "fulfilled") return { demonstration: demonstration.value, empty: empty.value };
  for (const one of [demonstration, empty]) if (one.status === "fulfilled") await one.value.stop();
  throw new Error([demonstration, empty].map((one) => (one.status === "rejected" ? String(one.reason) : "")).join("\n"));
}
