import { PasswordInput, type PasswordInputProps } from "@mantine/core";

/** A password; who hears the page hears that it was refused, and shows it without a mouse. */
export function PasswordField(props: PasswordInputProps) {
  return <PasswordInput visibilityToggleFocusable aria-invalid={props.error ? true : undefined} {...props} />;
}
