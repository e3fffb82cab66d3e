import { useEffect, useState } from "react";

/**
 * Gives the focus back to what opened a layer when the layer goes: without it the keyboard would begin the page anew.
 * Mantine's layers do so when `opened` changes; ours live as long as they are rendered.
 */
export function useReturnFocus(): void {
  const [opener] = useState(openerOf);
  useEffect(
    () => () => {
      // After the layer has left the page, and only if nobody else has taken the focus meanwhile.
      window.setTimeout(() => {
        if (document.activeElement === document.body) backTo(opener).focus({ preventScroll: true });
      });
    },
    [opener],
  );
}

/** What has the focus now; of a menu, which closes when something in it is chosen, the button that it belongs to. */
function openerOf(): Element | null {
  const here = document.activeElement;
  const owner = here?.closest('[role="menu"]')?.getAttribute("aria-labelledby");
  return owner ? document.getElementById(owner) : here;
}

/** It may be gone, when what was done in the layer took it away: then the page is read from its beginning. */
function backTo(opener: Element | null): HTMLElement {
  if (opener instanceof HTMLElement && opener.isConnected && opener !== document.body) return opener;
  return document.getElementById("content") ?? document.body;
}
