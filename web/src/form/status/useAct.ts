import { useState } from "react";

import { fieldMessages, Problem } from "@/api/problem";

import { useTexts } from "../texts";
import { words } from "../ui/problems";

/** Something that is sent: whether it is under way, and what the server said against it, by field ("": by none). */
export function useAct(fields: readonly string[] = []) {
  const { t } = useTexts();
  const [busy, setBusy] = useState(false);
  const [problems, setProblems] = useState<Record<string, string>>({});
  const act = async (does: () => Promise<void>): Promise<boolean> => {
    setBusy(true);
    setProblems({});
    try {
      await does();
      return true;
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      const told = fieldMessages(error, fields);
      setProblems(Object.keys(told).length > 0 ? told : { "": words(error, t) });
      return false;
    } finally {
      setBusy(false);
    }
  };
  return { busy, problems, act };
}
