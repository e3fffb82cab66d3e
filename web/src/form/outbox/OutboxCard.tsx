import { isOnlyHere } from "../queue/store";
import type { QueuedReport } from "../queue/types";
import type { Outbox } from "../queue/useOutbox";
import { useTexts } from "../texts";
import { Button } from "../ui/Button";
import { Notice } from "../ui/Notice";
import { useOnline } from "../ui/useOnline";
import classes from "../ui/ui.module.css";
import { CodeCard } from "./CodeCard";
import { Sure } from "./Sure";

interface Props {
  report: QueuedReport;
  sending: boolean;
  /** Correcting it would take the place of what is being written. */
  replaces: boolean;
  outbox: Outbox;
  onStatus: (code: string) => void;
  onCorrect: (report: QueuedReport) => void;
}

/** One report that is kept on this device: waiting, refused, or sent with its code. */
export function OutboxCard({ report, sending, replaces, outbox, onStatus, onCorrect }: Props) {
  const { t } = useTexts();
  const online = useOnline();
  const { sent, refused, body } = report;
  const drop = (): void => void outbox.remove(report.key);
  if (sent) return <CodeCard report={report} number={sent.number} code={sent.code} onStatus={onStatus} onPutAway={drop} />;
  return (
    <section className={classes["card"]}>
      <h2>{refused ? t("outbox.refused") : online && sending ? t("outbox.sending") : t("outbox.waiting")}</h2>
      <p className={classes["prose"]}>{body.description}</p>
      {refused ? <Notice bad>{[...new Set([refused.message, ...refused.fields.map(({ message }) => message)])].join(" ")}</Notice> : <p>{t(isOnlyHere(report) ? "outbox.onlyHere" : "outbox.waitingText")}</p>}
      {refused && (
        <div className={classes["row"]}>
          {replaces ? (
            <Sure ask={t("outbox.edit")} question={t("outbox.editSure")} onYes={() => onCorrect(report)} />
          ) : (
            <Button look="main" onClick={() => onCorrect(report)}>
              {t("outbox.edit")}
            </Button>
          )}
          <Button onClick={() => void outbox.put({ ...report, refused: null })}>{t("outbox.again")}</Button>
          <Sure ask={t("outbox.drop")} question={t("outbox.dropSure")} onYes={drop} />
        </div>
      )}
    </section>
  );
}
