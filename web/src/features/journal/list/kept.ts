/** What a person keeps for the list on this device, apart from who else works here. */
import { useLocalStorage } from "@mantine/hooks";

import { useMe } from "@/features/session/queries";

import { readViews } from "./moving";
import { readColumns } from "./views";

function useKept<Value>(what: string, read: (raw: unknown) => Value) {
  const { id } = useMe();
  return useLocalStorage<Value>({
    key: `profkom.journal.${what}.${id}`,
    defaultValue: read(undefined),
    getInitialValueInEffect: false,
    deserialize: (text) => read(parsed(text)),
  });
}

export const useColumns = () => useKept("columns", readColumns);
export const useKeptViews = () => useKept("views", readViews);

function parsed(text: string | undefined): unknown {
  try {
    return text === undefined ? undefined : JSON.parse(text);
  } catch {
    return undefined;
  }
}
