import { type ReactNode, useId } from "react";

import { useTexts } from "../texts";
import classes from "./ui.module.css";

interface Control {
  id: string;
  "aria-invalid": boolean;
  "aria-describedby": string | undefined;
  className: string | undefined;
}

interface Props {
  label: string;
  hint?: string;
  problem?: string | undefined;
  optional?: boolean;
  children: (control: Control) => ReactNode;
}

/** A label, what it labels, and what is wrong with it. */
export function Field({ label, hint, problem, optional = false, children }: Props) {
  const { t } = useTexts();
  const id = useId();
  const described = [hint ? `${id}-hint` : "", problem ? `${id}-problem` : ""].filter(Boolean).join(" ") || undefined;
  return (
    <div className={classes["field"]}>
      <label htmlFor={id}>
        {label}
        {optional && <span className={classes["quiet"]}> · {t("optional")}</span>}
      </label>
      {hint && (
        <div id={`${id}-hint`} className={classes["hint"]}>
          {hint}
        </div>
      )}
      {children({ id, "aria-invalid": !!problem, "aria-describedby": described, className: classes["control"] })}
      {problem && (
        <div id={`${id}-problem`} className={classes["problem"]}>
          {problem}
        </div>
      )}
    </div>
  );
}
