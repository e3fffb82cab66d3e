import { type SyntheticEvent, useCallback, useEffect, useState } from "react";

import type { Messages, Status } from "@/api/schema";

import { useTexts } from "../texts";
import { Button } from "../ui/Button";
import { Field } from "../ui/Field";
import { Notice } from "../ui/Notice";
import classes from "../ui/ui.module.css";
import { type Door, doorOf } from "./byCode";
import { Card } from "./Card";
import { useAct } from "./useAct";

/** `code`: of a report on this device, else asked for. It is kept in memory only, and in no address. */
export function StatusPage({ code, onForm }: { code: string; onForm: () => void }) {
  const { t, language } = useTexts();
  const [typed, setTyped] = useState(code);
  const [seen, setSeen] = useState<{ door: Door; status: Status; messages: Messages } | null>(null);
  const { busy, problems, act } = useAct(["X-Report-Code"]);

  const look = useCallback(
    (door: Door) =>
      act(async () => {
        const [status, messages] = await Promise.all([door.status(), door.messages()]);
        setSeen({ door, status, messages });
      }),
    // eslint-disable-next-line react-hooks/exhaustive-deps -- `act` is made anew by each rendering
    [],
  );
  useEffect(() => {
    if (code) void look(doorOf(code, language));
  }, [code, language, look]);

  const submit = (event: SyntheticEvent): void => {
    event.preventDefault();
    void look(doorOf(typed.trim(), language));
  };
  return (
    <div className={classes["stack"]}>
      <div className={classes["tight"]}>
        <h1 tabIndex={-1}>{t("status.title")}</h1>
        <div className="noprint">
          <Button look="link" onClick={onForm}>
            {t("status.toForm")}
          </Button>
        </div>
      </div>
      {problems[""] && <Notice bad>{problems[""]}</Notice>}
      {seen === null ? (
        <form className={classes["stack"]} onSubmit={submit}>
          <p className={classes["quiet"]}>{t("status.enter")}</p>
          <Field label={t("status.code")} problem={problems["X-Report-Code"]}>
            {(control) => (
              <input {...control} value={typed} inputMode="numeric" autoComplete="off" placeholder="000-000-000-000-000-000" onChange={(event) => setTyped(event.target.value)} />
            )}
          </Field>
          <Button look="main" type="submit" disabled={busy || !typed.trim()}>
            {busy ? t("loading") : t("status.show")}
          </Button>
        </form>
      ) : (
        <>
          <Card door={seen.door} status={seen.status} messages={seen.messages} onChanged={() => look(seen.door)} />
          <div className={`${classes["row"] ?? ""} noprint`}>
            <Button disabled={busy} onClick={() => void look(seen.door)}>
              {t("status.refresh")}
            </Button>
            <Button
              onClick={() => {
                setSeen(null);
                setTyped("");
              }}
            >
              {t("status.close")}
            </Button>
          </div>
        </>
      )}
    </div>
  );
}
