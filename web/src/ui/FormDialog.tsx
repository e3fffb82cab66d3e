import { Button, Group, Modal, Stack } from "@mantine/core";
import type { ReactNode, SubmitEvent } from "react";
import { useTranslation } from "react-i18next";

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
  size?: string;
  children: ReactNode;
}

/** A form in a dialog: the refusal above, the fields, the two buttons. A click beside it loses nothing that was typed. */
export function FormDialog({ title, onClose, onSubmit, error, fields, isPending, submit, size, children }: Props) {
  const { t } = useTranslation();
  return (
    <Modal opened onClose={onClose} title={title} closeOnClickOutside={false} {...(size ? { size } : {})}>
      <form noValidate onSubmit={onSubmit}>
        <Stack>
          <Refusal error={error} fields={fields} />
          {children}
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {t("cancel")}
            </Button>
            <Button type="submit" loading={isPending}>
              {submit ?? t("save")}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
