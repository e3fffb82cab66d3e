import { TextInput, type TextInputProps } from "@mantine/core";
import { useTranslation } from "react-i18next";

interface Props extends TextInputProps {
  /** It is what the step that just came up asks for. */
  focused?: boolean;
}

// One function for good: with a new one at each rendering the field would take the focus back.
const takeFocus = (field: HTMLInputElement | null): void => field?.focus();

/** Six digits of the telephone, or a recovery code: so no field of six boxes. */
export function CodeField({ focused = false, ...props }: Props) {
  const { t } = useTranslation("session");
  return (
    <TextInput
      label={t("code")}
      description={t("codeHint")}
      autoComplete="one-time-code"
      autoCapitalize="none"
      spellCheck={false}
      maxLength={40}
      {...(focused ? { ref: takeFocus } : {})}
      {...props}
    />
  );
}
