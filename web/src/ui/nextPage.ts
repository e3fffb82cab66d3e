/** The next page of a list that may be read again at any moment, because others change it. */

interface Pages {
  data?: { pages: readonly unknown[] } | undefined;
  hasNextPage: boolean;
  isError: boolean;
}

interface List {
  data?: Pages["data"];
  fetchNextPage: (options: { cancelRefetch: boolean }) => Promise<Pages>;
}

/** Each time the list has been read anew instead; nobody works in a list that changes more often than that. */
const MOST_TRIES = 10;

/**
 * Asks until the page is there. An event that has the list read again breaks off the reading of a page, and the wish
 * would be lost; a page that is asked for in the middle of such a reading would leave the list older than the event.
 */
export async function nextPage({ data, fetchNextPage }: List): Promise<void> {
  const had = data?.pages.length ?? 0;
  for (let tries = 0; tries < MOST_TRIES; tries += 1) {
    const now = await fetchNextPage({ cancelRefetch: false });
    // Fewer than before: it has become another list meanwhile.
    if (now.isError || !now.hasNextPage || now.data?.pages.length !== had) return;
  }
}
