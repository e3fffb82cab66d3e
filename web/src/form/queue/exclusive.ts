/** One sender at a time: tabs and the service worker share the queue. The keys keep it right also without locks. */
import type { Rest } from "./send";

const LOCK = "profkom.form.queue";

export async function exclusively(send: () => Promise<Rest>): Promise<Rest> {
  const locks = (navigator as Partial<Navigator>).locks;
  return locks ? locks.request(LOCK, send) : send();
}
