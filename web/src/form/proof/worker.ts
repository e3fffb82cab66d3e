/** Solves a challenge beside the page, so that typing never waits for it. */
import { type Challenge, solve } from "./solve";

addEventListener("message", (event: MessageEvent<Challenge>) => {
  void solve(event.data).then(
    (proof) => postMessage(proof),
    () => postMessage(null),
  );
});
