import { useState } from "react";

import { useTexts } from "../texts";
import { Button } from "../ui/Button";
import { Field } from "../ui/Field";
import { Notice } from "../ui/Notice";
import classes from "../ui/ui.module.css";
import type { Door } from "./byCode";
import { useAct } from "./useAct";

export function Dispute({ door, onChanged }: { door: Door; onChanged: () => Promise<boolean> }) {
  const { t } = useTexts();
  const [open, setOpen] = useState(false);
  const [reason, setReason] = useState("");
  const { busy, problems, act } = useAct(["reason"]);
  if (!open) {
    return (
      <div>
        <Button onClick={() => setOpen(true)}>{t("status.dispute")}</Button>
      </div>
    );
  }
  const send = async (): Promise<void> => {
    if (await act(() => door.dispute(reason))) await onChanged();
  };
  return (
    <div className={classes["stack"]}>
      {problems[""] && <Notice bad>{problems[""]}</Notice>}
      <Field label={t("status.disputeReason")} problem={problems["reason"]}>
        {(control) => <textarea {...control} value={reason} onChange={(event) => setReason(event.target.value)} />}
      </Field>
      <div className={classes["row"]}>
        <Button look="main" disabled={busy || !reason.trim()} onClick={() => void send()}>
          {t("status.disputeSend")}
        </Button>
        <Button onClick={() => setOpen(false)}>{t("status.cancel")}</Button>
      </div>
    </div>
  );
}
