import { Modal, type ModalProps } from "@mantine/core";

import { useReturnFocus } from "./useReturnFocus";

/** A dialog that is open as long as it is rendered: it keeps the focus from step to step, and leaves it where it took it from. */
export function Dialog(props: Omit<ModalProps, "opened">) {
  useReturnFocus();
  return <Modal opened ref={keepFocus} {...props} />;
}

/** What had the focus may go, as a form does when its answer takes its place: the keyboard would go on in the page behind. */
function keepFocus(root: HTMLDivElement | null): (() => void) | undefined {
  if (!root) return undefined;
  const watcher = new MutationObserver(() => {
    if (document.activeElement !== document.body) return;
    const dialog = root.querySelector<HTMLElement>('[role="dialog"]');
    (dialog?.querySelector<HTMLElement>("[data-autofocus]") ?? dialog)?.focus();
  });
  watcher.observe(root, { childList: true, subtree: true });
  return () => watcher.disconnect();
}
