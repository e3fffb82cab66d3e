/** What happens when a session ends while somebody works: the screen asks for the password, and nothing is lost. */

type Listener = (asking: boolean) => void;

let asking: { answer: (again: boolean) => void; answered: Promise<boolean> } | null = null;
let listener: Listener | null = null;

/** Waits until the person has signed in again; false when nobody asks, as before the first sign-in. */
export function signedInAgain(): Promise<boolean> {
  if (listener === null) return Promise.resolve(false);
  if (asking === null) {
    let answer: (again: boolean) => void = () => undefined;
    const answered = new Promise<boolean>((resolve) => {
      answer = resolve;
    });
    asking = { answer, answered };
    // Who listens may settle it at once.
    listener(true);
    return answered;
  }
  return asking.answered;
}

/** The dialog says how it went: signed in, or gone to the sign-in page. */
export function settle(again: boolean): void {
  asking?.answer(again);
  asking = null;
  listener?.(false);
}

/** The dialog of the shell; there is one. Returns how to stop listening. */
export function onSessionEnded(listen: Listener): () => void {
  listener = listen;
  return () => {
    listener = null;
  };
}
