import { useMutation } from "@tanstack/react-query";

import { saveFile } from "./csv";
import { useRefused } from "./useRefused";

export interface FileOrder {
  name: string;
  /** Asks the API for the content. */
  fetch: () => Promise<unknown>;
}

/** Files that the server makes: fetched, not opened as an address, so that a refusal is said and the page stays. */
export function useSaving() {
  return useMutation({
    mutationFn: async ({ name, fetch }: FileOrder) => saveFile(name, (await fetch()) as Blob),
    onError: useRefused(),
  });
}
