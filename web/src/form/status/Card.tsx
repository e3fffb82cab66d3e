import type { Messages, Status } from "@/api/schema";

import { useTexts } from "../texts";
import classes from "../ui/ui.module.css";
import type { Door } from "./byCode";
import { Contact } from "./Contact";
import { Dispute } from "./Dispute";
import { Photos } from "./Photos";
import { Talk } from "./Talk";

interface Props {
  door: Door;
  status: Status;
  messages: Messages;
  onChanged: () => Promise<boolean>;
}

/** How a report stands: the answer first, then how it came to that, then what one can do. */
export function Card({ door, status, messages, onChanged }: Props) {
  const { t, language } = useTexts();
  const locale = language === "en" ? "en-GB" : language;
  const may = (action: Status["allowed_actions"][number]): boolean => status.allowed_actions.includes(action);
  const moment = (at: string): string =>
    new Intl.DateTimeFormat(locale, { dateStyle: "long", timeStyle: "short", timeZone: status.time_zone }).format(new Date(at));
  // A date has no zone: it is the day that the branch calls so.
  const day = (on: string): string => new Intl.DateTimeFormat(locale, { dateStyle: "long", timeZone: "UTC" }).format(new Date(on));
  return (
    <>
      <section className={classes["card"]}>
        <span className={`${classes["quiet"] ?? ""} ${classes["number"] ?? ""}`}>{status.number}</span>
        <div className={classes["tight"]}>
          <h2>{status.title}</h2>
          <p>{status.text}</p>
        </div>
        {status.due_on && (
          <p className={status.overdue ? classes["problem"] : undefined}>
            {t("status.due")}: {day(status.due_on)}
          </p>
        )}
        {status.original && <p>{t("status.first", { number: status.original.number, title: status.original.title })}</p>}
        {may("dispute") && <Dispute door={door} onChanged={onChanged} />}
      </section>
      <Photos door={door} photos={status.photos} mayAdd={may("attach")} onChanged={onChanged} />
      <section className={classes["card"]}>
        <h2>{t("status.way")}</h2>
        <ol className={classes["way"]}>
          {status.way.map(({ title, at, reason }) => (
            <li key={`${title} ${at}`}>
              <strong>{title}</strong>
              <div className={classes["quiet"]}>{moment(at)}</div>
              {reason && <p className={classes["prose"]}>{reason}</p>}
            </li>
          ))}
        </ol>
      </section>
      <Talk door={door} messages={messages} moment={moment} onChanged={onChanged} />
      <section className={classes["card"]}>
        <h2>{t("status.yours")}</h2>
        <p className={classes["quiet"]}>
          {status.site}, {status.place}. {status.category}
        </p>
        <p className={classes["prose"]}>{status.description}</p>
        {status.proposal && <p className={classes["prose"]}>{status.proposal}</p>}
      </section>
      <Contact door={door} given={status.contact_given} mayGive={may("give_contact")} mayWithdraw={may("withdraw_contact")} onChanged={onChanged} />
    </>
  );
}
