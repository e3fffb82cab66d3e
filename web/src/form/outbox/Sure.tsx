import { useState } from "react";

import { useTexts } from "../texts";
import { Button } from "../ui/Button";
import classes from "../ui/ui.module.css";

/** A button that asks once more before what cannot be taken back. */
export function Sure({ ask, question, onYes }: { ask: string; question: string; onYes: () => void }) {
  const { t } = useTexts();
  const [asking, setAsking] = useState(false);
  if (!asking) return <Button onClick={() => setAsking(true)}>{ask}</Button>;
  return (
    <div className={classes["tight"]} role="alert">
      <p>{question}</p>
      <div className={classes["row"]}>
        <Button onClick={onYes}>{t("outbox.yes")}</Button>
        <Button look="main" onClick={() => setAsking(false)}>
          {t("outbox.no")}
        </Button>
      </div>
    </div>
  );
}
