import { useEffect, useRef, useState } from "react";

import { fieldMessages, Problem } from "@/api/problem";

import { OutboxCard } from "../outbox/OutboxCard";
import { proveAhead } from "../proof/prover";
import type { QueuedReport } from "../queue/types";
import type { Outbox } from "../queue/useOutbox";
import { useTexts } from "../texts";
import { Button } from "../ui/Button";
import { Notice } from "../ui/Notice";
import { words } from "../ui/problems";
import classes from "../ui/ui.module.css";
import { type Draft, emptyDraft, type FieldName, FIELDS, isBegun, keepDraft, keptDraft, queueDraft, queuedOf, unqueue } from "./draft";
import { ReportForm } from "./ReportForm";
import { useChoices } from "./useChoices";
import { useKeeping } from "./useKeeping";

interface Props {
  slug: string;
  outbox: Outbox;
  onStatus: (code: string) => void;
  onElsewhere: () => void;
}

export function ReportPage({ slug, outbox, onStatus, onElsewhere }: Props) {
  const { t, language } = useTexts();
  const { form, stale, problem } = useChoices(slug, language);
  const [draft, setDraft] = useState<Draft | null>(null);
  const [refused, setRefused] = useState<Partial<Record<FieldName | "", string>>>({});
  const [writing, setWriting] = useState<boolean | null>(null);
  const top = useRef<HTMLHeadingElement>(null);

  useEffect(() => void keptDraft(slug).then(setDraft), [slug]);
  useKeeping(draft);

  const started = draft !== null && draft.description !== "";
  useEffect(() => {
    if (started && navigator.onLine) proveAhead(language);
  }, [started, language]);

  const change = (by: (before: Draft) => Partial<Draft>): void => setDraft((before) => before && { ...before, ...by(before) });
  const send = async (ready: Draft): Promise<void> => {
    const report = queuedOf(ready, language);
    // Before anything is waited for: the second of two taps finds no form to send once more.
    setRefused({});
    setDraft(emptyDraft(slug));
    setWriting(false);
    await queueDraft(report);
    await outbox.look();
    top.current?.focus();
    window.scrollTo(0, 0);
  };
  const correct = async (report: QueuedReport): Promise<void> => {
    const back = await unqueue(report);
    await outbox.look();
    const { code, message, fields } = report.refused ?? { code: "", message: "", fields: [] };
    const told = fieldMessages(new Problem({ title: "", detail: message, status: 422, code, correlation_id: "", errors: fields }), FIELDS);
    setRefused(fields.length > 0 ? told : { "": message });
    setDraft(back);
    setWriting(true);
  };

  const { queued, sending } = outbox;
  // Whoever comes back to a report that waits for them sees that first.
  const shown = writing ?? queued.length === 0;
  const gone = form !== null && !stale && form.place === null && draft?.slug !== "" && draft?.slug === slug;
  const current = draft && gone ? { ...draft, slug: "" } : draft;
  return (
    <div className={classes["stack"]}>
      <div className={classes["tight"]}>
        <h1 ref={top} tabIndex={-1}>
          {t("report.title")}
        </h1>
        <p className={classes["quiet"]}>{t("report.lead")}</p>
        <div className="noprint">
          <Button look="link" onClick={() => onStatus("")}>
            {t("report.haveCode")}
          </Button>
        </div>
      </div>
      {queued.map((report) => (
        <OutboxCard
          key={report.key}
          report={report}
          sending={sending}
          replaces={draft !== null && isBegun(draft)}
          outbox={outbox}
          onStatus={onStatus}
          onCorrect={(wrong) => void correct(wrong)}
        />
      ))}
      {!shown && (
        <div>
          <Button onClick={() => setWriting(true)}>{t("outbox.another")}</Button>
        </div>
      )}
      {shown && problem && <Notice bad>{problem.isOffline ? t("report.firstOffline") : words(problem, t)}</Notice>}
      {shown && !problem && (!form || !current) && <p className={classes["quiet"]}>{t("loading")}</p>}
      {shown && form && current && (
        <>
          {gone && slug && <Notice>{t("report.posterGone")}</Notice>}
          <ReportForm
            draft={current}
            form={form}
            refused={refused}
            onChange={change}
            onElsewhere={() => {
              setDraft((before) => before && { ...before, slug: "", place: "" });
              void keepDraft({ ...current, slug: "", place: "" }).then(onElsewhere);
            }}
            onSend={() => void send(current)}
          />
        </>
      )}
    </div>
  );
}
