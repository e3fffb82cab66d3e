import { type RefObject, useEffect, useRef } from "react";

/** Who does not see that a page has changed hears the next one from its beginning; the keyboard goes on from there, too. */
export function useFocusOnArrival(path: string): RefObject<HTMLElement | null> {
  const main = useRef<HTMLElement>(null);
  const former = useRef(path);
  useEffect(() => {
    if (former.current === path) return;
    former.current = path;
    main.current?.focus({ preventScroll: true });
  }, [path]);
  return main;
}
