/** QUICK=1 runs what `make test` has the time for: stories on a small union, on one platform without the demonstration. */
export const QUICK = process.env["QUICK"] === "1";
