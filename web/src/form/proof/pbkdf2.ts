/** PBKDF2 with HMAC-SHA-256, 32 bytes: WebCrypto's, and one in plain JavaScript where there is none. */
import { compress, START } from "./sha256";

export type Derive = (password: Uint8Array<ArrayBuffer>, salt: Uint8Array<ArrayBuffer>, rounds: number) => Promise<Uint8Array>;

export const byBrowser: Derive = async (password, salt, rounds) => {
  const key = await crypto.subtle.importKey("raw", password, "PBKDF2", false, ["deriveBits"]);
  return new Uint8Array(await crypto.subtle.deriveBits({ name: "PBKDF2", hash: "SHA-256", salt, iterations: rounds }, key, 256));
};

const BLOCK = 64;

/** Passwords and salts of at most 51 bytes: a block, as a challenge has them. */
export const byHand: Derive = (password, salt, rounds) => {
  const inner = padded(password, 0x36);
  const outer = padded(password, 0x5c);
  const first = new Uint8Array(BLOCK);
  first.set(salt);
  first[salt.length + 3] = 1;
  first[salt.length + 4] = 0x80;
  const block = words(first);
  block[15] = (BLOCK + salt.length + 4) * 8;
  // A digest of 32 bytes, filled up to the block that HMAC hashes next.
  const next = new Int32Array(16);
  next[8] = 0x80000000 | 0;
  next[15] = (BLOCK + 32) * 8;
  const sum = new Int32Array(8);
  const state = new Int32Array(8);
  for (let round = 0; round < rounds; round += 1) {
    compress(inner, round === 0 ? block : next, state);
    next.set(state);
    compress(outer, next, state);
    next.set(state);
    for (let i = 0; i < 8; i += 1) sum[i] = (sum[i] ?? 0) ^ (state[i] ?? 0);
  }
  return Promise.resolve(bytes(sum));
};

/** The state of SHA-256 after HMAC's first block. */
function padded(password: Uint8Array, pad: number): Int32Array {
  const block = new Uint8Array(BLOCK).fill(pad);
  password.forEach((byte, index) => (block[index] = byte ^ pad));
  const state = new Int32Array(8);
  compress(START, words(block), state);
  return state;
}

function words(block: Uint8Array): Int32Array {
  const view = new DataView(block.buffer);
  return Int32Array.from({ length: 16 }, (_, index) => view.getInt32(index * 4));
}

function bytes(digest: Int32Array): Uint8Array {
  const view = new DataView(new ArrayBuffer(32));
  digest.forEach((word, index) => view.setInt32(index * 4, word));
  return new Uint8Array(view.buffer);
}
