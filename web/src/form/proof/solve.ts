/** ALTCHA, protocol 2: the counter for which PBKDF2 of nonce and counter begins with the challenge's prefix. */
import { byBrowser, byHand, type Derive } from "./pbkdf2";

export interface Challenge {
  parameters: Record<string, unknown>;
  signature: string;
}

/** `payload` goes into X-Proof, once, before `expiresAt` (ms). */
export interface Proof {
  payload: string;
  expiresAt: number;
}

/** Where a proof is of no use to a slow connection any more. */
const MARGIN_MS = 60_000;

export const isFresh = (proof: Proof | null | undefined, now: number): proof is Proof =>
  !!proof && proof.expiresAt - MARGIN_MS > now;

const hasWebCrypto = (): boolean => "subtle" in crypto && (crypto.subtle as SubtleCrypto | undefined) !== undefined;

export async function solve(challenge: Challenge, derive: Derive = hasWebCrypto() ? byBrowser : byHand): Promise<Proof> {
  const { nonce, salt, cost, keyPrefix, expiresAt } = read(challenge.parameters);
  const prefix = toHex(fromHex(keyPrefix));
  const password = new Uint8Array([...fromHex(nonce), 0, 0, 0, 0]);
  const view = new DataView(password.buffer);
  const saltBytes = fromHex(salt);
  for (let counter = 0; ; counter += 1) {
    view.setUint32(password.length - 4, counter);
    const key = toHex(await derive(password, saltBytes, cost));
    if (!key.startsWith(prefix)) continue;
    const payload = btoa(JSON.stringify({ challenge, solution: { counter, derivedKey: key } }));
    return { payload, expiresAt: expiresAt * 1000 };
  }
}

interface Parameters {
  nonce: string;
  salt: string;
  cost: number;
  keyPrefix: string;
  expiresAt: number;
}

function read(parameters: Record<string, unknown>): Parameters {
  if (parameters["algorithm"] !== "PBKDF2/SHA-256") throw new Error("a challenge of another kind");
  return parameters as unknown as Parameters;
}

function fromHex(hex: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(hex.match(/../g) ?? [], (pair) => parseInt(pair, 16));
}

function toHex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
