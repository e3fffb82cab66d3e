import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";

import { api, unwrap } from "@/api/client";
import type { AbsenceCard, AbsenceEdit, AbsenceIn } from "@/api/schema";

const ROOT = ["people", "absences"] as const;
/** As many as are shown of somebody: those of years ago nobody looks up here. */
const SHOWN = 20;

export const absencesQuery = (personId: string) =>
  queryOptions({
    queryKey: [...ROOT, "of", personId],
    queryFn: ({ signal }) =>
      unwrap(
        api.GET("/api/v1/absences", { params: { query: { person_id: personId, sort: "-first_day", limit: SHOWN } }, signal }),
      ),
  });

export const substituteQuery = (personId: string) =>
  queryOptions({
    queryKey: [...ROOT, "substitute", personId],
    queryFn: ({ signal }) =>
      unwrap(api.GET("/api/v1/people/{person_id}/substitute", { params: { path: { person_id: personId } }, signal })),
  });

function useAbsenceChange<Values>(send: (values: Values) => Promise<AbsenceCard>) {
  const client = useQueryClient();
  return useMutation({ mutationFn: send, onSuccess: () => client.invalidateQueries({ queryKey: ROOT }) });
}

const at = ({ id, version }: AbsenceCard) => ({ path: { absence_id: id }, header: { "if-match": `"${version}"` } });

export const usePlanAbsence = () =>
  useAbsenceChange((body: AbsenceIn) => unwrap(api.POST("/api/v1/absences", { body })));

export const useEditAbsence = () =>
  useAbsenceChange(({ absence, body }: { absence: AbsenceCard; body: AbsenceEdit }) =>
    unwrap(api.PATCH("/api/v1/absences/{absence_id}", { params: at(absence), body })),
  );

export const useCancelAbsence = () =>
  useAbsenceChange((absence: AbsenceCard) => unwrap(api.POST("/api/v1/absences/{absence_id}/cancel", { params: at(absence) })));
