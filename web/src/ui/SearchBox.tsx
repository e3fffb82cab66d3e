import { CloseButton, TextInput } from "@mantine/core";
import { useDebouncedCallback } from "@mantine/hooks";
import { IconSearch } from "@tabler/icons-react";
import { type Ref, useState } from "react";
import { useTranslation } from "react-i18next";

const TYPING_MS = 250;

interface Props {
  /** What is searched for now, as the address says. */
  value: string;
  /** What it looks through: the placeholder, and the name for who does not see one. */
  label: string;
  onSearch: (words: string) => void;
  ref?: Ref<HTMLInputElement>;
}

/** Words to search by: sent after a pause in typing, and replaced when the address changes by itself. */
export function SearchBox({ value, label, onSearch, ref }: Props) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState(value);
  const [seen, setSeen] = useState(value);
  const [sent, setSent] = useState(value);
  if (value !== seen) {
    setSeen(value);
    // What was sent from here comes back while more is being typed: that stays. Anything else is somebody's wish.
    if (value !== sent) {
      setTyped(value);
      setSent(value);
    }
  }
  const send = (words: string): void => {
    setSent(words.trim());
    onSearch(words.trim());
  };
  const sendLater = useDebouncedCallback(send, TYPING_MS);
  const clear = (): void => {
    setTyped("");
    sendLater.cancel();
    send("");
  };
  return (
    <TextInput
      ref={ref}
      type="search"
      placeholder={label}
      aria-label={label}
      leftSection={<IconSearch size={16} />}
      rightSection={typed && <CloseButton size="sm" aria-label={t("clearSearch")} onClick={clear} />}
      value={typed}
      onChange={({ currentTarget }) => {
        setTyped(currentTarget.value);
        sendLater(currentTarget.value);
      }}
      onKeyDown={({ key, currentTarget }) => {
        if (key !== "Escape") return;
        if (typed) clear();
        else currentTarget.blur();
      }}
      w={{ base: "100%", sm: 280 }}
    />
  );
}
