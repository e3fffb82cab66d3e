/** The secret of a one-time link, which stands in the fragment, where no server's log sees it. */
export function linkSecret(fragment: string): string | null {
  const secret = new URLSearchParams(fragment.replace(/^#/, "")).get("link");
  return secret === "" ? null : secret;
}
