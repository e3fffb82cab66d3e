/** SHA-256's inner step, for browsers that keep WebCrypto from pages without TLS. */

const K = new Int32Array(64);
export const START = new Int32Array(8);

/** The fractions of square and cube roots of the first primes, as the standard takes them. */
function fillConstants(): void {
  const fraction = (root: number): number => ((root - Math.floor(root)) * 0x1_0000_0000) | 0;
  let filled = 0;
  for (let candidate = 2; filled < 64; candidate += 1) {
    let prime = true;
    for (let divisor = 2; divisor * divisor <= candidate; divisor += 1) if (candidate % divisor === 0) prime = false;
    if (!prime) continue;
    if (filled < 8) START[filled] = fraction(Math.sqrt(candidate));
    K[filled] = fraction(Math.cbrt(candidate));
    filled += 1;
  }
}
fillConstants();

const W = new Int32Array(64);
const at = (words: Int32Array, index: number): number => words[index] ?? 0;
const turn = (word: number, by: number): number => (word >>> by) | (word << (32 - by));

/** The state after one block of sixteen words. */
export function compress(before: Int32Array, block: Int32Array, into: Int32Array): void {
  W.set(block);
  for (let i = 16; i < 64; i += 1) {
    const x = at(W, i - 15);
    const y = at(W, i - 2);
    const s0 = turn(x, 7) ^ turn(x, 18) ^ (x >>> 3);
    const s1 = turn(y, 17) ^ turn(y, 19) ^ (y >>> 10);
    W[i] = (at(W, i - 16) + s0 + at(W, i - 7) + s1) | 0;
  }
  let a = at(before, 0), b = at(before, 1), c = at(before, 2), d = at(before, 3);
  let e = at(before, 4), f = at(before, 5), g = at(before, 6), h = at(before, 7);
  for (let i = 0; i < 64; i += 1) {
    const t1 = (h + (turn(e, 6) ^ turn(e, 11) ^ turn(e, 25)) + ((e & f) ^ (~e & g)) + at(K, i) + at(W, i)) | 0;
    const t2 = ((turn(a, 2) ^ turn(a, 13) ^ turn(a, 22)) + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    h = g;
    g = f;
    f = e;
    e = (d + t1) | 0;
    d = c;
    c = b;
    b = a;
    a = (t1 + t2) | 0;
  }
  const after = [a, b, c, d, e, f, g, h];
  for (let i = 0; i < 8; i += 1) into[i] = (at(before, i) + (after[i] ?? 0)) | 0;
}
