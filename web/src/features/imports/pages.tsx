/** The same wizard for both kinds of spreadsheets, by the addresses that open it. */
import { useParams } from "@tanstack/react-router";

import { ImportPage } from "./ImportPage";
import { ImportsPage } from "./ImportsPage";

export const PeopleImportsPage = () => <ImportsPage kind="people" />;
export const JournalImportsPage = () => <ImportsPage kind="journal" />;

export function PeopleImportPage() {
  const { importId } = useParams({ from: "/staff/people/import/$importId" });
  return <ImportPage key={importId} kind="people" id={importId} />;
}

export function JournalImportPage() {
  const { importId } = useParams({ from: "/staff/journal/import/$importId" });
  return <ImportPage key={importId} kind="journal" id={importId} />;
}
