/** The first steps of a union, and which of them are done. */

const STEPS = ["people", "journal", "staff"] as const;
export type StepName = (typeof STEPS)[number];

export interface Step {
  name: StepName;
  done: boolean;
  /** How much of it there is. */
  count: number;
}

/** The administrator of an empty union is a person with an account: only what is more counts. */
const FROM: Record<StepName, number> = { people: 2, journal: 1, staff: 2 };

/** The steps that the viewer may take; null until all of them are known, and for who may take none. */
export function stepsOf(may: Record<StepName, boolean>, counts: Record<StepName, number | undefined>): Step[] | null {
  const steps: Step[] = [];
  for (const name of STEPS.filter((step) => may[step])) {
    const count = counts[name];
    if (count === undefined) return null;
    steps.push({ name, done: count >= FROM[name], count });
  }
  return steps.length > 0 ? steps : null;
}
