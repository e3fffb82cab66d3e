/** Whose a tab is. On a shared computer nothing of the former person is shown, kept or sent in the name of the next. */
import { type QueryClient, hashKey } from "@tanstack/react-query";

import { meQuery } from "./queries";

const WHOSE = "profkom.whose";
const CHANNEL = "profkom.session";

/** `anew` is called when another person signs in where somebody was at work; what the tab kept is gone by then. */
export function watchPerson(client: QueryClient, kept: Storage, anew: () => void): () => void {
  const ofMe = hashKey(meQuery.queryKey);
  return client.getQueryCache().subscribe(({ query }) => {
    const me = query.queryHash === ofMe ? client.getQueryData(meQuery.queryKey) : undefined;
    const former = kept.getItem(WHOSE);
    if (!me || me.id === former) return;
    kept.clear();
    kept.setItem(WHOSE, me.id);
    if (former !== null) anew();
  });
}

/** The sign-in page comes as a page of its own: nothing that was read or typed is left in memory. */
function leave(): void {
  sessionStorage.clear();
  globalThis.location.assign("/sign-in");
}

/** After signing out, here and in the other tabs of this browser. */
export function leaveEverywhere(): void {
  const channel = new BroadcastChannel(CHANNEL);
  channel.postMessage("left");
  channel.close();
  leave();
}

/** Leaves with the tab where somebody signed out. */
export function leaveWithOthers(client: QueryClient): () => void {
  const channel = new BroadcastChannel(CHANNEL);
  channel.onmessage = () => {
    if (client.getQueryData(meQuery.queryKey)) leave();
  };
  return () => channel.close();
}
