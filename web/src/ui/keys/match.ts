/** Which key presses are meant for the page, and how keys are named for people. */

/** What of an event's target is looked at. */
export interface Target {
  tagName: string;
  isContentEditable?: boolean;
  closest: (selector: string) => unknown;
}

const FIELDS = ["INPUT", "TEXTAREA", "SELECT"];
/** Whoever is in one of these speaks to it, not to the page behind. */
const ABOVE = '[role="dialog"], [role="menu"], [role="listbox"]';

/** Whether a bare key pressed there is a command and not a letter; `covered`: a dialog stands above the page. */
export function isForPage(target: Target | null, covered: boolean): boolean {
  if (covered) return false;
  if (!target) return true;
  return !FIELDS.includes(target.tagName) && target.isContentEditable !== true && target.closest(ABOVE) === null;
}

const NAMES: Record<string, string> = { escape: "Esc", enter: "Enter", slash: "/", arrowup: "↑", arrowdown: "↓", space: "␣" };

/** The caps to show for a combination: «mod+Enter» is Ctrl and Enter, on a Mac ⌘ and Enter. */
export function capsOf(combination: string, mac: boolean): string[] {
  const parts = combination.split("+").map((part) => part.toLowerCase());
  // «?» is written with Shift wherever it is; that goes without saying.
  const shown = parts.includes("?") ? ["?"] : parts;
  return shown.map((part) => {
    if (part === "mod") return mac ? "⌘" : "Ctrl";
    if (part === "shift") return mac ? "⇧" : "Shift";
    return NAMES[part] ?? part.toUpperCase();
  });
}

/** Signs are read as what was written, letters by where they are: «j» is found with the Russian layout on, too. */
export function isPhysical(combination: string): boolean {
  return !combination.includes("?");
}
