import { useState } from "react";

import type { QueuedReport } from "../queue/types";
import { useTexts } from "../texts";
import { Button } from "../ui/Button";
import { Notice } from "../ui/Notice";
import classes from "../ui/ui.module.css";
import { Sure } from "./Sure";

interface Props {
  report: QueuedReport;
  number: string;
  code: string;
  onStatus: (code: string) => void;
  onPutAway: () => void;
}

/** The number and the code, as large as they matter. */
export function CodeCard({ report, number, code, onStatus, onPutAway }: Props) {
  const { t } = useTexts();
  const [copied, setCopied] = useState(false);
  const { clipboard, share } = navigator as Partial<Navigator>;
  const copy = async (): Promise<void> => {
    await clipboard?.writeText(code);
    setCopied(true);
  };
  return (
    <section className={classes["card"]} aria-live="polite">
      <h2>{t("outbox.sent")}</h2>
      <div className={classes["tight"]}>
        <span className={classes["quiet"]}>{t("outbox.number")}</span>
        <strong className={classes["number"]}>{number}</strong>
      </div>
      <div className={classes["tight"]}>
        <span className={classes["quiet"]}>{t("outbox.code")}</span>
        <div className={classes["code"]}>
          <span data-testid="code">{code}</span>
        </div>
        <p>{t("outbox.codeText")}</p>
      </div>
      {report.photos.length > 0 && <Notice>{t("outbox.photosWaiting", { count: report.photos.length })}</Notice>}
      {report.photosRefused.map((reason, index) => (
        <Notice key={index} bad>
          {t("outbox.photoRefused", { reason })}
        </Notice>
      ))}
      <div className={`${classes["row"] ?? ""} noprint`}>
        {clipboard && <Button onClick={() => void copy()}>{copied ? t("outbox.copied") : t("outbox.copy")}</Button>}
        {share && (
          <Button onClick={() => void navigator.share({ text: t("outbox.shareText", { number, code }) }).catch(() => undefined)}>{t("outbox.share")}</Button>
        )}
        <Button onClick={() => window.print()}>{t("outbox.print")}</Button>
        <Button look="main" onClick={() => onStatus(code)}>
          {t("outbox.open")}
        </Button>
        {report.photos.length === 0 && <Sure ask={t("outbox.putAway")} question={t("outbox.putAwaySure")} onYes={onPutAway} />}
      </div>
    </section>
  );
}
