/** The service worker: keeps the form's own files, so that it opens without a network, and sends what waits when told that
 * the network is back. Every other request passes it by. */
import { ask, PUBLIC } from "../api/request";
import { type Challenge, solve } from "../proof/solve";
import { attach, submit } from "../queue/api";
import { exclusively } from "../queue/exclusive";
import { sendWaiting } from "../queue/send";
import { reports } from "../queue/store";

/** Put in by the build: the form's files; their names carry a hash. */
declare const SHELL: readonly string[];
declare const VERSION: string;

interface Extendable extends Event {
  waitUntil: (until: Promise<unknown>) => void;
}
interface Fetching extends Extendable {
  request: Request;
  respondWith: (answer: Promise<Response>) => void;
}
interface Scope {
  addEventListener: (type: string, listener: (event: Fetching) => void) => void;
  skipWaiting: () => Promise<void>;
  clients: { claim: () => Promise<void> };
}

const scope = self as unknown as Scope;
const CACHE = `profkom.form.${VERSION}`;
const PAGE = "/f/";

scope.addEventListener("install", (event) => {
  const kept = caches.open(CACHE).then((cache) => cache.addAll([PAGE, ...SHELL].map(anew)));
  event.waitUntil(kept.then(() => scope.skipWaiting()));
});

scope.addEventListener("activate", (event) => {
  const old = caches.keys().then((names) => names.filter((name) => name.startsWith("profkom.form.") && name !== CACHE));
  event.waitUntil(old.then((names) => Promise.all(names.map((name) => caches.delete(name)))).then(() => scope.clients.claim()));
});

scope.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== location.origin) return;
  // One page for every address of the form; a new build comes with a new worker, never mixed with an old one.
  if (request.mode === "navigate") event.respondWith(kept(PAGE, request));
  else if (SHELL.includes(pathname)) event.respondWith(kept(pathname, request));
});

scope.addEventListener("sync", (event) => event.waitUntil(sendAll()));

async function kept(name: string, request: Request): Promise<Response> {
  return (await (await caches.open(CACHE)).match(name)) ?? fetch(request);
}

/** A browser asks for the page as a page; the gateway shows it to nobody else. */
const anew = (path: string): Request => new Request(path, { cache: "no-cache", headers: { Accept: path === PAGE ? "text/html" : "*/*" } });

async function sendAll(): Promise<void> {
  const prove = async (language: string): Promise<string> => {
    const challenge = (await (await ask(`${PUBLIC}/challenge`, { language })).json()) as Challenge;
    return (await solve(challenge)).payload;
  };
  const rest = await exclusively(() => sendWaiting(reports, { prove, submit, attach }));
  // The browser tries again later, a few times.
  if (!rest.done) throw new Error("not all could be sent");
}
