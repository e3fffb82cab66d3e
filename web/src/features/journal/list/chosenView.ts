/** Which view was opened goes with the entry in the browser's history: its filters may be changed since. */
import { useLocation } from "@tanstack/react-router";

declare module "@tanstack/react-router" {
  interface HistoryState {
    view?: string;
  }
}

export const useChosenView = (): string | undefined => useLocation({ select: ({ state }) => state.view });
