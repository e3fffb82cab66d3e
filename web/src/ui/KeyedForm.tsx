import type { ReactNode, SubmitEvent } from "react";

import { sendOnCtrlEnter } from "./forms";

interface Props {
  onSubmit: (event: SubmitEvent<HTMLFormElement>) => void;
  /** It is on its way, or not complete: the keys send nothing. */
  disabled?: boolean;
  children: ReactNode;
}

/** A form that Ctrl+Enter sends from any of its fields. What is wrong in it is said by the form, not by the browser. */
export function KeyedForm({ onSubmit, disabled = false, children }: Props) {
  return (
    // The keys come from its fields: nobody stands on the form itself.
    // eslint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <form noValidate onSubmit={onSubmit} onKeyDown={(event) => disabled || sendOnCtrlEnter(event)}>
      {children}
    </form>
  );
}
