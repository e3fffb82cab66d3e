import { useQueryClient } from "@tanstack/react-query";
import { lazy, Suspense, useEffect, useState } from "react";

import { onSessionEnded, settle } from "@/api/session";

import { meQuery } from "./queries";
import { leaveWithOthers, watchPerson } from "./whose";

/** Fetched in good time, for a session may end when the network is bad, but after what is needed at once. */
const FETCHED_AFTER_MS = 10_000;
const fetchDialog = () => import("./SignInAgainDialog").then((module) => ({ default: module.SignInAgainDialog }));
const SignInAgainDialog = lazy(fetchDialog);

/** The session ended in the middle of work: whoever signs in again goes on where they were, with all they typed. */
export function SignInAgain() {
  const [asking, setAsking] = useState(false);
  const client = useQueryClient();
  useEffect(() => {
    const timer = window.setTimeout(() => void fetchDialog().catch(() => undefined), FETCHED_AFTER_MS);
    return () => window.clearTimeout(timer);
  }, []);
  useEffect(
    () =>
      onSessionEnded((wanted) => {
        // Nobody has been signed in on this page yet: the router shows the sign-in page instead.
        if (wanted && !client.getQueryData(meQuery.queryKey)) settle(false);
        else setAsking(wanted);
      }),
    [client],
  );
  useEffect(() => watchPerson(client, sessionStorage, () => globalThis.location.assign("/")), [client]);
  useEffect(() => leaveWithOthers(client), [client]);
  return <Suspense fallback={null}>{asking && <SignInAgainDialog />}</Suspense>;
}
