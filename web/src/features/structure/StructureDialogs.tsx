import type { BranchCard, SiteCard, UnitCard } from "@/api/schema";

import { BranchDialog } from "./BranchDialog";
import { ClosingDialog } from "./ClosingDialog";
import { PlacesDialog } from "./PlacesDialog";
import { SiteDialog } from "./SiteDialog";
import { UnitDialog } from "./UnitDialog";
import type { Closable } from "./queries";

/** Which dialog is open, and over what; null: something new. */
export type Open =
  | { kind: "branch"; branch: BranchCard | null }
  | { kind: "unit"; unit: UnitCard | null; branchId: string }
  | { kind: "site"; site: SiteCard | null; branchId: string | null }
  | { kind: "places"; site: SiteCard }
  | { kind: "closing"; what: Closable };

export function StructureDialogs({ open, onClose }: { open: Open; onClose: () => void }) {
  if (open.kind === "branch") return <BranchDialog branch={open.branch} onClose={onClose} />;
  if (open.kind === "unit") return <UnitDialog unit={open.unit} branchId={open.branchId} onClose={onClose} />;
  if (open.kind === "site") return <SiteDialog site={open.site} branchId={open.branchId} onClose={onClose} />;
  if (open.kind === "closing") return <ClosingDialog what={open.what} onClose={onClose} />;
  return <PlacesDialog site={open.site} onClose={onClose} />;
}
