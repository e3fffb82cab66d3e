import { useLocalStorage } from "@mantine/hooks";
import { lazy, Suspense, useEffect, useState } from "react";

import { useMe } from "@/features/session/queries";

const Upgraded = lazy(() => import("./Upgraded").then((module) => ({ default: module.Upgraded })));

/** What is new, once after an upgrade; whoever was never here hears of no changes. */
export function AfterUpgrade() {
  const { id } = useMe();
  const [seen, keep] = useLocalStorage<string | null>({ key: `profkom.version.${id}`, defaultValue: null, getInitialValueInEffect: false });
  const [before] = useState(seen);
  useEffect(() => {
    if (seen !== __VERSION__) keep(__VERSION__);
  }, [seen, keep]);
  if (before === null || before === __VERSION__) return null;
  return (
    <Suspense fallback={null}>
      <Upgraded from={before} />
    </Suspense>
  );
}
