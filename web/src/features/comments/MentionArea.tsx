import { Combobox, Textarea, Text, useCombobox } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { type ReactNode, type RefObject, useState } from "react";
import { useTranslation } from "react-i18next";

import { type Named, distinct, typedMention, withMention } from "./mentions";
import { mentionableQuery } from "./queries";

const TYPING_MS = 150;
/** As many as are seen at once: a list that never has the focus would not be scrolled without a mouse. */
const MOST = 6;

interface Props {
  recordId: string;
  field: RefObject<HTMLTextAreaElement | null>;
  label: string;
  text: string;
  picked: readonly Named[];
  error?: ReactNode;
  onChange: (text: string, picked: readonly Named[]) => void;
  onSend: () => void;
  onFiles?: (files: File[]) => void;
}

/** A text field where @ offers those who may be called into this record. Ctrl+Enter sends. */
export function MentionArea({ recordId, field, label, text, picked, error, onChange, onSend, onFiles }: Props) {
  const { t } = useTranslation("comments");
  const combobox = useCombobox({ onDropdownClose: () => combobox.resetSelectedOption() });
  const [words, setWords] = useState<string | null>(null);
  const [typed] = useDebouncedValue(words, TYPING_MS);
  const { data } = useQuery({ ...mentionableQuery(recordId, typed ?? ""), enabled: typed !== null });
  const offered = words === null ? [] : (data?.items ?? []).slice(0, MOST);

  const look = (area: HTMLTextAreaElement): void => {
    const mention = area.selectionStart === area.selectionEnd ? typedMention(area.value, area.selectionStart) : null;
    setWords(mention);
    if (mention === null) combobox.closeDropdown();
    else combobox.openDropdown();
  };
  const pick = (id: string): void => {
    const area = field.current;
    const person = offered.find((one) => one.id === id);
    if (!area || !person) return;
    const all = distinct(picked, person);
    const name = all.find((one) => one.id === id)?.name ?? person.name;
    const next = withMention(text, area.selectionStart, name);
    onChange(next.text, all);
    setWords(null);
    combobox.closeDropdown();
    requestAnimationFrame(() => area.setSelectionRange(next.caret, next.caret));
  };
  return (
    <Combobox store={combobox} onOptionSubmit={pick} position="bottom-start" withinPortal>
      <Combobox.Target autoComplete="off">
        <Textarea
          ref={field}
          aria-label={label}
          placeholder={t("placeholder")}
          autosize
          minRows={2}
          maxRows={12}
          value={text}
          error={error}
          onChange={({ currentTarget }) => {
            onChange(currentTarget.value, picked);
            look(currentTarget);
          }}
          onClick={({ currentTarget }) => look(currentTarget)}
          onBlur={() => combobox.closeDropdown()}
          onKeyDown={(event) => {
            if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) onSend();
            if (event.key !== "Escape") return;
            // The first Esc closes what is offered, the next leaves the field to the keys of the page.
            if (combobox.dropdownOpened) event.stopPropagation();
            else event.currentTarget.blur();
          }}
          onPaste={(event) => {
            const files = [...event.clipboardData.files];
            if (files.length === 0 || !onFiles) return;
            event.preventDefault();
            onFiles(files);
          }}
        />
      </Combobox.Target>
      <Combobox.Dropdown hidden={offered.length === 0}>
        <Combobox.Options aria-label={t("mentionable")}>
          {offered.map(({ id, name, role }) => (
            <Combobox.Option key={id} value={id}>
              {name}
              {role && (
                <Text span size="xs" c="dimmed">
                  {" "}
                  {t(`roles.${role}`)}
                </Text>
              )}
            </Combobox.Option>
          ))}
        </Combobox.Options>
      </Combobox.Dropdown>
    </Combobox>
  );
}
