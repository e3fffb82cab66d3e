import type { ButtonHTMLAttributes } from "react";

import classes from "./ui.module.css";

interface Props extends ButtonHTMLAttributes<HTMLButtonElement> {
  look?: "main" | "plain" | "link";
}

export function Button({ look = "plain", type = "button", ...rest }: Props) {
  return <button type={type} className={`${classes["button"] ?? ""} ${classes[look] ?? ""}`} {...rest} />;
}
