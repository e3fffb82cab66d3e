import { Alert } from "@mantine/core";
import { useTranslation } from "react-i18next";

import { Problem, fieldMessages } from "@/api/problem";

import { problemText } from "./problems";

interface Props {
  error: unknown;
  /** The API's names of the form's fields: what belongs to one of them is said there, not here. */
  fields?: readonly string[];
}

/** What was refused as a whole, above the form. */
export function Refusal({ error, fields = [] }: Props) {
  const { t } = useTranslation();
  if (!(error instanceof Problem)) return null;
  const general = error.fields.length === 0 ? problemText(error, t) : fieldMessages(error, fields)[""];
  if (!general) return null;
  return (
    <Alert color="red" variant="light" role="alert">
      {general}
    </Alert>
  );
}

/** What was refused at a field, by the API's names of the fields. */
export function fieldErrors(error: unknown, fields: readonly string[]): Record<string, string> {
  if (!(error instanceof Problem)) return {};
  const messages = fieldMessages(error, fields);
  return Object.fromEntries(Object.entries(messages).filter(([name]) => name !== ""));
}
