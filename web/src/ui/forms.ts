/** Manners that all forms share. */
import type { KeyboardEvent } from "react";

/** Ctrl+Enter, on a Mac ⌘+Enter, sends a form from any of its fields. */
export function sendOnCtrlEnter(event: KeyboardEvent<HTMLFormElement>): void {
  if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
  event.preventDefault();
  event.currentTarget.requestSubmit();
}

/** Puts the caret into the first field that was refused, once it is marked as such. */
export function focusWrong(form: HTMLFormElement): void {
  requestAnimationFrame(() => form.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus());
}
