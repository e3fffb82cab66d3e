/** Whether everything that a mouse can press is reached with the keyboard. */
import type { Page } from "@playwright/test";

export interface Reach {
  /** Elements that something is done with. */
  actions: number;
  /** Those that Tab never comes to, nor the arrows from where it comes to. */
  missed: string[];
}

/** More stops than any screen has. */
const MOST_STOPS = 500;

/** Presses Tab from the beginning of what is open until it comes round, and compares. */
export async function reach(page: Page): Promise<Reach> {
  await page.evaluate(watchFocus);
  for (let stops = 0; stops < MOST_STOPS; stops += 1) {
    await page.keyboard.press("Tab");
    if (await page.evaluate(() => (window as unknown as Watched).cameRound())) break;
  }
  return page.evaluate(compare);
}

interface Watched {
  /** The layer that has the focus, or the page. */
  root: Element;
  reached: Set<Element>;
  cameRound: () => boolean;
}

/** Runs in the page. */
function watchFocus(): void {
  const reached = new Set<Element>();
  const layer = document.activeElement?.closest('[role="dialog"], [role="menu"]');
  if (!layer) {
    const start = document.createElement("span");
    start.tabIndex = -1;
    document.body.prepend(start);
    start.focus();
    start.remove();
  }
  const cameRound = (): boolean => {
    const here = document.activeElement;
    if (!here || here === document.body || reached.has(here)) return true;
    reached.add(here);
    return false;
  };
  Object.assign(window, { reached, cameRound, root: layer ?? document.body });
}

/** Runs in the page. */
function compare(): Reach {
  const { reached, root } = window as unknown as Watched;
  const ACTIONS =
    'a[href], button, input, select, textarea, summary, [tabindex="0"], [role="button"], [role="checkbox"], [role="switch"], [role="tab"], [role="menuitem"]';
  /** In these the arrows lead from one to the next. */
  const GROUPS = '[role="menu"], [role="listbox"], [role="tablist"], [role="radiogroup"], table:has(button[data-day], td > button), .mantine-Spotlight-actionsList';
  const shown = (one: Element): boolean =>
    one.checkVisibility({ visibilityProperty: true }) && one.closest('[aria-hidden="true"], [inert]') === null && !one.matches(':disabled, [readonly][tabindex="-1"]');
  const inGroup = (one: Element): boolean => {
    const group = one.closest(GROUPS);
    const leads = (stop: Element): boolean => group?.contains(stop) === true || stop.matches(".mantine-Spotlight-search") || stop.getAttribute("aria-controls") === group?.id;
    if (group && Array.from(reached).some(leads)) return true;
    const name = one instanceof HTMLInputElement && one.type === "radio" ? one.name : "";
    return name !== "" && Array.from(reached).some((stop) => stop instanceof HTMLInputElement && stop.name === name);
  };
  const named = (one: Element): string =>
    `${one.tagName.toLowerCase()} «${(one.getAttribute("aria-label") ?? one.textContent).trim().slice(0, 40)}» ${(one.getAttribute("class") ?? "").slice(0, 60)}`;
  const actions = Array.from(root.querySelectorAll(ACTIONS)).filter(shown);
  const missed = actions.filter((one) => !reached.has(one) && !inGroup(one));
  // A hand for the mouse on what no key presses; a row that is pressed anywhere has a link to the same in it.
  const ROW = "tr, li, .mantine-Checkbox-body, .mantine-MultiSelect-wrapper";
  const hands = Array.from(root.querySelectorAll("*")).filter(
    (one) =>
      shown(one) &&
      getComputedStyle(one).cursor === "pointer" &&
      one.closest(`${ACTIONS}, label`) === null &&
      one.querySelector(`${ACTIONS}, label`) === null &&
      !one.closest(ROW)?.querySelector(ACTIONS),
  );
  return { actions: actions.length, missed: [...missed, ...hands].map(named) };
}
