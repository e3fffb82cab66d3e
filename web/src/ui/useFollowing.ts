import type { UseFormReturnType } from "@mantine/form";
import { useState } from "react";

import { reconciled } from "./following";

interface Following<Values> {
  /** Fields that were changed here and by others: they stay as typed until somebody decides. */
  conflicts: readonly (keyof Values)[];
  settle: (name: keyof Values) => void;
}

/** What was not touched in the form follows what others make of it; `theirs`: the thing as it is now, as the form holds it. */
export function useFollowing<Values extends object>(form: UseFormReturnType<Values>, theirs: Values): Following<Values> {
  const [seen, setSeen] = useState(theirs);
  const [conflicts, setConflicts] = useState<readonly (keyof Values)[]>([]);
  if (JSON.stringify(theirs) !== JSON.stringify(seen)) {
    const together = reconciled(seen, form.values, theirs);
    setSeen(theirs);
    setConflicts([...new Set([...conflicts, ...together.conflicts])]);
    form.setValues(together.values);
  }
  return { conflicts, settle: (name) => setConflicts((before) => before.filter((other) => other !== name)) };
}
