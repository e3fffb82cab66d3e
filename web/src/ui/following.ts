/** A form over something that others change meanwhile. */

const same = (one: unknown, other: unknown): boolean => one === other || JSON.stringify(one) === JSON.stringify(other);

/** Three versions of a form come together: what was opened, what was typed, and what others have made of it since.
 * A field that only one side touched is theirs whose it is; one that both changed stays as typed, and is a conflict. */
export function reconciled<Values extends object>(base: Values, mine: Values, theirs: Values): { values: Values; conflicts: (keyof Values)[] } {
  const names = Object.keys(base) as (keyof Values)[];
  const untouched = names.filter((name) => same(mine[name], base[name]));
  const values = { ...mine, ...Object.fromEntries(untouched.map((name) => [name, theirs[name]])) };
  const conflicts = names.filter((name) => !untouched.includes(name) && !same(theirs[name], base[name]) && !same(mine[name], theirs[name]));
  return { values, conflicts };
}
