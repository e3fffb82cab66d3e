import { type SyntheticEvent, useState } from "react";

import type { Form } from "@/api/schema";

import { useTexts } from "../texts";
import { Button } from "../ui/Button";
import { Field } from "../ui/Field";
import { Notice } from "../ui/Notice";
import classes from "../ui/ui.module.css";
import { type Draft, type FieldName, missing } from "./draft";
import { PhotoField } from "./PhotoField";
import { needsBranch, WhereFields } from "./WhereFields";

interface Props {
  draft: Draft;
  form: Form;
  refused: Partial<Record<FieldName | "", string>>;
  onChange: (change: (draft: Draft) => Partial<Draft>) => void;
  onElsewhere: () => void;
  onSend: () => void;
}

export function ReportForm({ draft, form, refused, onChange, onElsewhere, onSend }: Props) {
  const { t } = useTexts();
  const [tried, setTried] = useState(false);
  const empty = tried ? missing(draft, needsBranch(draft, form)) : [];
  const problems = { ...refused, ...Object.fromEntries(empty.map((name) => [name, t("report.required")])) };
  const set = (change: Partial<Draft>): void => onChange(() => change);
  const submit = (event: SyntheticEvent<HTMLFormElement>): void => {
    event.preventDefault();
    setTried(true);
    if (missing(draft, needsBranch(draft, form)).length === 0) {
      onSend();
      return;
    }
    const page = event.currentTarget;
    requestAnimationFrame(() => page.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus());
  };
  return (
    <form className={classes["stack"]} onSubmit={submit} noValidate>
      {problems[""] && <Notice bad>{problems[""]}</Notice>}
      <WhereFields draft={draft} form={form} problems={problems} onChange={set} onElsewhere={onElsewhere} />
      <Field label={t("report.category")} problem={problems.category_id}>
        {(control) => (
          <select {...control} value={draft.categoryId} onChange={(event) => set({ categoryId: event.target.value })}>
            <option value="">{t("report.choose")}</option>
            {form.categories.map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </select>
        )}
      </Field>
      <Field label={t("report.description")} hint={t("report.descriptionHint")} problem={problems.description}>
        {(control) => (
          <textarea {...control} value={draft.description} maxLength={form.limits.description} onChange={(event) => set({ description: event.target.value })} />
        )}
      </Field>
      <PhotoField
        photos={draft.photos}
        most={form.limits.photos}
        onAdd={(photos) => onChange((before) => ({ photos: [...before.photos, ...photos] }))}
        onRemove={(key) => onChange((before) => ({ photos: before.photos.filter((photo) => photo.key !== key) }))}
      />
      <fieldset className={classes["choice"]}>
        <legend>{t("report.severity")}</legend>
        {form.severities.map(({ code, name }) => (
          <label key={code}>
            <input type="radio" name="severity" value={code} checked={draft.severity === code} onChange={() => set({ severity: code })} />
            {name}
          </label>
        ))}
        {problems.severity && <div className={classes["problem"]}>{problems.severity}</div>}
      </fieldset>
      <Field label={t("report.proposal")} optional problem={problems.proposal}>
        {(control) => (
          <textarea {...control} value={draft.proposal} maxLength={form.limits.proposal} onChange={(event) => set({ proposal: event.target.value })} />
        )}
      </Field>
      {/* A trap for robots: shown to people only when something of theirs has filled it in. */}
      <div className={problems.website ? "" : classes["trap"]} aria-hidden={!problems.website}>
        <Field label="Website" problem={problems.website}>
          {(control) => (
            <input {...control} name="website" tabIndex={problems.website ? 0 : -1} autoComplete="off" value={draft.website} onChange={(event) => set({ website: event.target.value })} />
          )}
        </Field>
      </div>
      {empty.length > 0 && <div className={classes["problem"]}>{t("report.correct")}</div>}
      <Button look="main" type="submit">
        {t("report.send")}
      </Button>
    </form>
  );
}
