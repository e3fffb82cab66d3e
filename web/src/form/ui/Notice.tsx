import type { ReactNode } from "react";

import classes from "./ui.module.css";

export function Notice({ bad = false, children }: { bad?: boolean; children: ReactNode }) {
  return (
    <div className={`${classes["notice"] ?? ""} ${bad ? (classes["bad"] ?? "") : ""}`} role={bad ? "alert" : "status"}>
      {children}
    </div>
  );
}
