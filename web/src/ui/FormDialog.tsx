import { Button, Group, Stack } from "@mantine/core";
import type { ReactNode, SubmitEvent } from "react";
import { useTranslation } from "react-i18next";

import { Dialog } from "./Dialog";
import { KeyedForm } from "./KeyedForm";
import { Refusal } from "./Refusal";

interface Props {
  title: string;
  onClose: () => void;
  onSubmit: (event: SubmitEvent<HTMLFormElement>) => void;
  error: unknown;
  /** The API's names of the fields: what is refused at one of them is said there. */
  fields: readonly string[];
  isPending: boolean;
  /** What the button says; «Save» when left out. */
  submit?: string;
  /** Of the button: red where something ends. */
  color?: string | undefined;
  /** Something is missing yet that the form says itself. */
  disabled?: boolean;
  size?: string;
  children: ReactNode;
}

/** A form in a dialog: the refusal above, the fields, the two buttons. A click beside it loses nothing that was typed. */
export function FormDialog({ title, onClose, onSubmit, error, fields, isPending, submit, color, disabled = false, size, children }: Props) {
  const { t } = useTranslation();
  return (
    <Dialog onClose={onClose} title={title} closeOnClickOutside={false} {...(size ? { size } : {})}>
      <KeyedForm onSubmit={onSubmit} disabled={isPending || disabled}>
        <Stack>
          <Refusal error={error} fields={fields} />
          {children}
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {t("cancel")}
            </Button>
            <Button type="submit" loading={isPending} disabled={disabled} {...(color ? { color } : {})}>
              {submit ?? t("save")}
            </Button>
          </Group>
        </Stack>
      </KeyedForm>
    </Dialog>
  );
}
