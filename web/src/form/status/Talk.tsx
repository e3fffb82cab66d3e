import { useState } from "react";

import type { Messages } from "@/api/schema";

import { useTexts } from "../texts";
import { Button } from "../ui/Button";
import { Field } from "../ui/Field";
import { Notice } from "../ui/Notice";
import classes from "../ui/ui.module.css";
import type { Door } from "./byCode";
import { useAct } from "./useAct";

interface Props {
  door: Door;
  messages: Messages;
  moment: (at: string) => string;
  onChanged: () => Promise<boolean>;
}

export function Talk({ door, messages, moment, onChanged }: Props) {
  const { t } = useTexts();
  const [text, setText] = useState("");
  const { busy, problems, act } = useAct(["text"]);
  const send = async (): Promise<void> => {
    if (!(await act(() => door.write(text)))) return;
    setText("");
    await onChanged();
  };
  return (
    <section className={classes["card"]}>
      <h2>{t("status.messages")}</h2>
      {messages.items.length === 0 && <p className={classes["quiet"]}>{t("status.noMessages")}</p>}
      {messages.items.map((message) => (
        <div key={message.id} className={`${classes["message"] ?? ""} ${classes[message.sender === "author" ? "mine" : "staff"] ?? ""}`}>
          <div className={classes["hint"]}>
            {t(message.sender === "author" ? "status.you" : "status.staff")}, {moment(message.written_at)}
          </div>
          <div className={classes["prose"]}>{message.text}</div>
        </div>
      ))}
      {messages.allowed_actions.includes("write") && (
        <>
          {problems[""] && <Notice bad>{problems[""]}</Notice>}
          <Field label={t("status.message")} problem={problems["text"]}>
            {(control) => <textarea {...control} value={text} maxLength={4000} onChange={(event) => setText(event.target.value)} />}
          </Field>
          <div>
            <Button disabled={busy || !text.trim()} onClick={() => void send()}>
              {t("status.write")}
            </Button>
          </div>
        </>
      )}
    </section>
  );
}
