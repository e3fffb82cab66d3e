/** Names as they are written in Russian: last name first. */

interface Named {
  last_name: string;
  first_name: string;
  middle_name?: string | null;
}

export function fullName({ last_name, first_name, middle_name }: Named): string {
  return [last_name, first_name, middle_name].filter(Boolean).join(" ");
}
