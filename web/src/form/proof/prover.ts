/** Proofs of work: fetched, solved in the background, one for each use. */
import { ask, PUBLIC } from "../api/request";
import { type Challenge, isFresh, type Proof, solve } from "./solve";
import ProofWorker from "./worker?worker";

async function fetchChallenge(language: string): Promise<Challenge> {
  return (await (await ask(`${PUBLIC}/challenge`, { language })).json()) as Challenge;
}

/** In a worker of its own; where a browser has none, here. */
function solveAside(challenge: Challenge): Promise<Proof> {
  return new Promise((resolve, reject) => {
    const here = (): void => void solve(challenge).then(resolve, reject);
    try {
      const worker = new ProofWorker();
      worker.onmessage = ({ data }: MessageEvent<Proof | null>) => {
        worker.terminate();
        if (data === null) reject(new Error("a challenge that this page cannot solve"));
        else resolve(data);
      };
      worker.onerror = here;
      worker.postMessage(challenge);
    } catch {
      here();
    }
  });
}

let ahead: Promise<Proof> | null = null;

/** Begin while the form is being filled in; without a network it is done when sending. */
export function proveAhead(language: string): void {
  ahead ??= fetchChallenge(language).then(solveAside);
  ahead.catch(() => (ahead = null));
}

/** A proof that nobody has used, and is still good. */
export async function prove(language: string): Promise<string> {
  const ready = await (ahead ?? Promise.resolve(null)).catch(() => null);
  ahead = null;
  if (isFresh(ready, Date.now())) return ready.payload;
  return (await solveAside(await fetchChallenge(language))).payload;
}
