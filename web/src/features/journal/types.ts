/** What the journal's screens speak of, by the names that they use. */
import type { Card, JournalPage } from "@/api/schema";

export type { Severity, State } from "@/api/schema";
export type RecordCard = Card;
export type RecordItem = JournalPage["items"][number];
export type PersonRef = NonNullable<Card["author"]>;
