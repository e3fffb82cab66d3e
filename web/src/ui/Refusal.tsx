import { Alert, Button } from "@mantine/core";
import { useTranslation } from "react-i18next";

import { Problem, fieldMessages } from "@/api/problem";

import { ProblemCode } from "./ProblemCode";
import { problemText } from "./problems";

interface Props {
  error: unknown;
  /** The API's names of the form's fields: what belongs to one of them is said there, not here. */
  fields?: readonly string[];
  /** Of what could not be read: whoever waits need not open the page anew. */
  onRetry?: () => unknown;
}

/** What was refused as a whole, above the form. */
export function Refusal({ error, fields = [], onRetry }: Props) {
  const { t } = useTranslation();
  if (!(error instanceof Problem)) return null;
  const general = error.fields.length === 0 ? problemText(error, t) : fieldMessages(error, fields)[""];
  if (!general) return null;
  // A part that is away is nobody's mistake, and comes back.
  return (
    <Alert color={error.willPass ? "yellow" : "red"} variant="light" role="alert">
      {general}
      {error.correlationId && error.status >= 500 && <ProblemCode id={error.correlationId} />}
      {onRetry && (
        <Button variant="default" size="sm" mt="sm" display="block" onClick={() => void onRetry()}>
          {t("tryAgain")}
        </Button>
      )}
    </Alert>
  );
}

/** What was refused at a field, by the API's names of the fields. */
export function fieldErrors(error: unknown, fields: readonly string[]): Record<string, string> {
  if (!(error instanceof Problem)) return {};
  const messages = fieldMessages(error, fields);
  return Object.fromEntries(Object.entries(messages).filter(([name]) => name !== ""));
}
