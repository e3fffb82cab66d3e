import { describe, expect, it } from "vitest";

import { byBrowser, byHand } from "./pbkdf2";
import { type Challenge, isFresh, solve } from "./solve";

const password = new Uint8Array([...Array(20).keys()]);
const salt = new Uint8Array([...Array(16).keys()].map((byte) => byte * 7));

const hex = (bytes: Uint8Array): string => [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");

describe("the derived key", () => {
  it.each([byBrowser, byHand])("is the one that everybody knows", async (derive) => {
    const text = (word: string): Uint8Array<ArrayBuffer> => new Uint8Array(new TextEncoder().encode(word));
    expect(hex(await derive(text("password"), text("salt"), 2))).toBe("ae4d0c95af6b46d32d0adff928f06dd02a303f8ef3c251dfd6e2d85a95474c43");
  });

  it("is the same by hand as by WebCrypto", async () => {
    for (const rounds of [1, 3, 1000]) expect(await byHand(password, salt, rounds)).toEqual(await byBrowser(password, salt, rounds));
  });
});

describe("a challenge", () => {
  const nonce = hex(salt);
  const counter = 37;

  async function made(): Promise<{ challenge: Challenge; key: string }> {
    const key = hex(await byBrowser(new Uint8Array([...salt, 0, 0, 0, counter]), salt, 10));
    const parameters = { algorithm: "PBKDF2/SHA-256", nonce, salt: nonce, cost: 10, keyLength: 32, keyPrefix: key.slice(0, 32), expiresAt: 2_000_000_000 };
    return { challenge: { parameters, signature: "00" }, key };
  }

  it.each([byBrowser, byHand])("is solved, and sent back as it came", async (derive) => {
    const { challenge, key } = await made();
    const proof = await solve(challenge, derive);
    expect(JSON.parse(atob(proof.payload))).toEqual({ challenge, solution: { counter, derivedKey: key } });
    expect(isFresh(proof, 1_999_999_000_000)).toBe(true);
    expect(isFresh(proof, 1_999_999_950_000)).toBe(false);
  });

  it("of another kind is refused", async () => {
    await expect(solve({ parameters: { algorithm: "ARGON2ID" }, signature: "" })).rejects.toThrow();
  });
});
