import type { Form } from "@/api/schema";

import { useTexts } from "../texts";
import { Button } from "../ui/Button";
import { Field } from "../ui/Field";
import { Notice } from "../ui/Notice";
import classes from "../ui/ui.module.css";
import type { Draft, FieldName } from "./draft";

interface Props {
  draft: Draft;
  form: Form;
  problems: Partial<Record<FieldName, string>>;
  onChange: (change: Partial<Draft>) => void;
  onElsewhere: () => void;
}

/** Of a poster its place, and how to say otherwise; else the site and the place. */
export function WhereFields({ draft, form, problems, onChange, onElsewhere }: Props) {
  const { t } = useTexts();
  const place = (
    <Field
      label={draft.slug ? t("report.placeMore") : t("report.place")}
      hint={draft.slug ? t("report.placeMoreHint") : t("report.placeHint")}
      optional={draft.slug !== ""}
      problem={problems.place}
    >
      {(control) => <input {...control} value={draft.place} maxLength={form.limits.place} onChange={(event) => onChange({ place: event.target.value })} />}
    </Field>
  );
  if (draft.slug) {
    return (
      <>
        <div className={classes["card"]}>
          <div className={classes["tight"]}>
            <span className={classes["quiet"]}>{t("report.where")}</span>
            <strong>{form.place ? form.place.place : t("report.posterUnknown")}</strong>
            {form.place && <span>{form.place.site.name}</span>}
            <div>
              <Button look="link" onClick={onElsewhere}>
                {t("report.otherPlace")}
              </Button>
            </div>
          </div>
          {problems.place_slug && <Notice bad>{problems.place_slug}</Notice>}
        </div>
        {place}
      </>
    );
  }
  return (
    <>
      <Field label={t("report.site")} problem={problems.site_id}>
        {(control) => (
          <select {...control} value={draft.siteId} onChange={(event) => onChange({ siteId: event.target.value, branchId: "" })}>
            <option value="">{t("report.choose")}</option>
            {form.sites.map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </select>
        )}
      </Field>
      {needsBranch(draft, form) && (
        <Field label={t("report.branch")} problem={problems.branch_id}>
          {(control) => (
            <select {...control} value={draft.branchId} onChange={(event) => onChange({ branchId: event.target.value })}>
              <option value="">{t("report.choose")}</option>
              {form.branches.map(({ id, name }) => (
                <option key={id} value={id}>
                  {name}
                </option>
              ))}
            </select>
          )}
        </Field>
      )}
      {place}
    </>
  );
}

/** A site where no branch is at home. */
export function needsBranch(draft: Draft, form: Form): boolean {
  const site = form.sites.find(({ id }) => id === draft.siteId);
  return !draft.slug && site?.branch_id === null;
}
