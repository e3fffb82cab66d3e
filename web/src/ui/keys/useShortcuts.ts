/** The keys of a screen: they work while it is shown, and the sheet under «?» lists them. */
import { useHotkeys } from "@mantine/hooks";
import { useEffect, useState, useSyncExternalStore } from "react";

import { isForPage, isPhysical } from "./match";

export interface Shortcut {
  /** One combination or several for the same: «j», «shift+?», «mod+Enter», «slash». Letters are those of the Latin layout. */
  keys: string | readonly string[];
  /** What it does, for the sheet. */
  does: string;
  /** None: only listed here, the field that it belongs to acts on it. */
  act?: () => void;
}

interface ShortcutGroup {
  title: string;
  shortcuts: readonly Shortcut[];
}

/** By the component that takes them, in the order in which the components appeared. */
const taken = new Map<object, ShortcutGroup>();
let groups: readonly ShortcutGroup[] = [];
const listeners = new Set<() => void>();

function tell(): void {
  groups = [...taken.values()];
  listeners.forEach((listener) => listener());
}

/** Those of the screen that is shown now, and of what stands around it. */
export function useShownShortcuts(): readonly ShortcutGroup[] {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => groups,
  );
}

export const keysOf = ({ keys }: Shortcut): readonly string[] => (typeof keys === "string" ? [keys] : keys);

/** Takes keys while the component is shown. They do nothing while somebody types, or under a dialog. */
export function useShortcuts(title: string, shortcuts: readonly Shortcut[]): void {
  const [taker] = useState(() => ({}));
  useEffect(() => {
    taken.set(taker, { title, shortcuts });
    tell();
  });
  useEffect(
    () => () => {
      taken.delete(taker);
      tell();
    },
    [taker],
  );
  useHotkeys(
    shortcuts.flatMap((shortcut) =>
      keysOf(shortcut).map((keys): [string, (event: KeyboardEvent) => void, object] => [
        keys,
        (event) => {
          const target = event.target instanceof HTMLElement ? event.target : null;
          const covered = document.querySelector('[role="dialog"]') !== null;
          if (!shortcut.act || event.defaultPrevented || event.repeat || !isForPage(target, covered)) return;
          event.preventDefault();
          shortcut.act();
        },
        { preventDefault: false, usePhysicalKeys: isPhysical(keys) },
      ]),
    ),
    [],
  );
}
