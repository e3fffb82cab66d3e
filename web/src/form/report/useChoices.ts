/** What the form offers, kept for the next time that there is no network. */
import { useEffect, useState } from "react";

import { Problem } from "@/api/problem";
import type { Form } from "@/api/schema";

import { ask, PUBLIC } from "../api/request";
import { keep, kept } from "../queue/store";
import type { Language } from "../texts";

const AGAIN_MS = 10_000;

export interface Choices {
  form: Form | null;
  /** The form comes from the device, of another place perhaps: nothing is known of this poster. */
  stale: boolean;
  problem: Problem | null;
}

export function useChoices(slug: string, language: Language): Choices {
  const [choices, setChoices] = useState<Choices>({ form: null, stale: true, problem: null });
  useEffect(() => {
    let over = false;
    let timer: number | undefined;
    const show = (next: Choices): void => {
      if (!over) setChoices(next);
    };
    const load = async (): Promise<void> => {
      try {
        const answer = await ask(`${PUBLIC}/form?place=${encodeURIComponent(slug)}`, { language });
        const form = (await answer.json()) as Form;
        show({ form, stale: false, problem: null });
        await keep(`form ${language} ${slug}`, form).catch(() => undefined);
        await keep(`form ${language}`, form).catch(() => undefined);
      } catch (error) {
        if (!(error instanceof Problem)) throw error;
        if (error.willPass && !over) timer = window.setTimeout(() => void load(), AGAIN_MS);
        const same = (await kept(`form ${language} ${slug}`).catch(() => undefined)) as Form | undefined;
        const other = (await kept(`form ${language}`).catch(() => undefined)) as Form | undefined;
        const form = error.willPass ? (same ?? (other ? { ...other, place: null } : null)) : null;
        show({ form, stale: true, problem: form ? null : error });
      }
    };
    void load();
    const online = (): void => void load();
    window.addEventListener("online", online);
    return () => {
      over = true;
      window.clearTimeout(timer);
      window.removeEventListener("online", online);
    };
  }, [slug, language]);
  return choices;
}
