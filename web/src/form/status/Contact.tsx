import { useState } from "react";

import { useTexts } from "../texts";
import { Button } from "../ui/Button";
import { Field } from "../ui/Field";
import { Notice } from "../ui/Notice";
import classes from "../ui/ui.module.css";
import type { Door } from "./byCode";
import { useAct } from "./useAct";

interface Props {
  door: Door;
  given: boolean;
  mayGive: boolean;
  mayWithdraw: boolean;
  onChanged: () => Promise<boolean>;
}

/** Saying who one is: never needed, only with consent, and taken back at will. */
export function Contact({ door, given, mayGive, mayWithdraw, onChanged }: Props) {
  const { t } = useTexts();
  const [open, setOpen] = useState(false);
  const [name, setName] = useState("");
  const [contact, setContact] = useState("");
  const [consent, setConsent] = useState(false);
  const { busy, problems, act } = useAct(["name", "contact", "consent"]);
  const done = async (does: () => Promise<void>): Promise<void> => {
    if (!(await act(does))) return;
    setOpen(false);
    setName("");
    setContact("");
    setConsent(false);
    await onChanged();
  };
  return (
    <section className={classes["card"]}>
      <h2>{t("status.contact")}</h2>
      <p className={classes["quiet"]}>{t(given ? "status.contactGiven" : "status.contactLead")}</p>
      {problems[""] && <Notice bad>{problems[""]}</Notice>}
      {open && (
        <>
          <Field label={t("status.name")} problem={problems["name"]}>
            {(control) => <input {...control} autoComplete="name" value={name} onChange={(event) => setName(event.target.value)} />}
          </Field>
          <Field label={t("status.howToReach")} optional problem={problems["contact"]}>
            {(control) => <input {...control} value={contact} onChange={(event) => setContact(event.target.value)} />}
          </Field>
          <label className={classes["check"]}>
            <input type="checkbox" checked={consent} onChange={(event) => setConsent(event.target.checked)} />
            {t("status.consent")}
          </label>
          {problems["consent"] && <div className={classes["problem"]}>{problems["consent"]}</div>}
        </>
      )}
      <div className={classes["row"]}>
        {open ? (
          <>
            <Button look="main" disabled={busy || !name.trim()} onClick={() => void done(() => door.giveContact(name, contact, consent))}>
              {t("status.save")}
            </Button>
            <Button onClick={() => setOpen(false)}>{t("status.cancel")}</Button>
          </>
        ) : (
          mayGive && <Button onClick={() => setOpen(true)}>{t(given ? "status.change" : "status.contact")}</Button>
        )}
        {mayWithdraw && !open && (
          <Button disabled={busy} onClick={() => void done(() => door.withdrawContact())}>
            {t("status.withdraw")}
          </Button>
        )}
      </div>
    </section>
  );
}
