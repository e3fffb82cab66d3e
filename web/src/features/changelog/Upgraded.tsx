import { useState } from "react";

import { ChangesDialog } from "./ChangesDialog";
import { unseen } from "./changes";

export function Upgraded({ from }: { from: string }) {
  const [versions, setVersions] = useState(() => unseen(from).map(({ version }) => version));
  if (versions.length === 0) return null;
  return <ChangesDialog versions={versions} onClose={() => setVersions([])} />;
}
