import { Button, Card, Grid, Group, Input, Stack, Text } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useMediaQuery } from "@mantine/hooks";
import { notifications } from "@mantine/notifications";
import { useNavigate } from "@tanstack/react-router";
import { type SyntheticEvent, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";

import type { Resembling } from "@/api/schema";
import { DropArea } from "@/features/attachments/DropArea";
import { UploadList } from "@/features/attachments/UploadList";
import { useUploads } from "@/features/attachments/useUploads";
import { focusWrong } from "@/ui/forms";
import { KeyedForm } from "@/ui/KeyedForm";
import { useShortcuts } from "@/ui/keys/useShortcuts";
import { Refusal, fieldErrors } from "@/ui/Refusal";

import { DraftNotice } from "./DraftNotice";
import { FiledNotice } from "./FiledNotice";
import { FindingFields } from "./FindingFields";
import { SameDialog } from "./SameDialog";
import { SimilarPanel } from "./SimilarPanel";
import type { Draft } from "./draft";
import classes from "./finding.module.css";
import { useDraft } from "./useDraft";
import { useFiling } from "./useFiling";
import { useOwnBranches } from "./useOwnBranches";
import { FIELDS, bodyOf, noValues } from "./values";

interface Props {
  personId: string;
  kept: Draft | null;
  onAnew: () => void;
}

export function FindingForm({ personId, kept, onAnew }: Props) {
  const { t } = useTranslation("finding");
  const navigate = useNavigate();
  const wide = useMediaQuery("(min-width: 62em)", true, { getInitialValueInEffect: false });
  const [filed, setFiled] = useState(kept?.filed ?? null);
  const [looking, setLooking] = useState<Resembling | null>(null);
  const { branches, own } = useOwnBranches();
  const needed = (value: string | null): string | null => (value?.trim() ? null : t("needed"));
  const form = useForm({
    initialValues: kept?.values ?? noValues(own),
    validate: { site_id: needed, place: needed, category_id: needed, description: needed },
  });
  const uploads = useUploads({ recordId: filed?.id ?? null, purpose: "finding", chosen: kept?.photos ?? [] });
  const { items } = uploads;
  const photos = useMemo(() => items.filter(({ state }) => state !== "done").map(({ key, file }) => ({ key, file })), [items]);
  const first = kept ?? { values: form.values, photos: [], sending: null, filed: null, keptAt: 0 };
  const draft = useDraft(personId, first, { values: form.values, photos, touched: kept !== null || form.isDirty() || items.length > 0 });
  const { error, busy, ...filing } = useFiling(draft, setFiled);

  const submit = (event: SyntheticEvent<HTMLFormElement>): void => {
    const page = event.currentTarget;
    form.onSubmit(
      (values) => {
        const body = bodyOf(values);
        if (!body || busy || filed) return;
        filing.file(body, uploads).catch((reason: unknown) => {
          form.setErrors(fieldErrors(reason, FIELDS));
          focusWrong(page);
        });
      },
      () => focusWrong(page),
    )(event);
  };
  useShortcuts(t("title"), [{ keys: "mod+Enter", does: t("send") }]);
  const anew = (): void => void draft.forget().then(onAnew);
  const same = (record: Resembling): void => {
    notifications.show({ message: t("same.done", { number: record.number }) });
    void draft.forget().then(() => navigate({ to: "/journal/$recordId", params: { recordId: record.id } }));
  };
  const similar = <SimilarPanel values={form.values} onOpen={setLooking} />;
  return (
    <>
      <KeyedForm onSubmit={submit}>
        <Grid gap="md">
          <Grid.Col span={{ base: 12, md: 7 }}>
            <Card withBorder>
              <Stack>
                {kept && !filed && <DraftNotice keptAt={kept.keptAt} onAnew={anew} />}
                {filed && (
                  <FiledNotice
                    filed={filed}
                    uploads={uploads}
                    busy={busy}
                    onAgain={() => void filing.sendPhotos(filed, uploads)}
                    onLeave={() => void filing.leave(filed)}
                  />
                )}
                <Refusal error={error} fields={FIELDS} />
                <fieldset disabled={busy || filed !== null} className={classes["fields"]}>
                  <Stack>
                    <FindingFields
                      form={form}
                      branches={branches}
                      belowDescription={
                        <>
                          {!wide && similar}
                          <Input.Wrapper label={t("photos")} labelElement="div">
                            <Stack gap="xs">
                              {!filed && <UploadList uploads={uploads} />}
                              <DropArea onFiles={uploads.add} pastes />
                            </Stack>
                          </Input.Wrapper>
                        </>
                      }
                    />
                  </Stack>
                </fieldset>
                {!filed && (
                  <Group justify="space-between" gap="xs">
                    <Text size="xs" c="dimmed">
                      {t("keptHere")}
                    </Text>
                    <Button type="submit" loading={busy} w={{ base: "100%", xs: "auto" }}>
                      {t("send")}
                    </Button>
                  </Group>
                )}
              </Stack>
            </Card>
          </Grid.Col>
          {wide && (
            <Grid.Col span={5}>
              <div className={classes["beside"]}>{similar}</div>
            </Grid.Col>
          )}
        </Grid>
      </KeyedForm>
      {looking && (
        <SameDialog
          found={looking}
          text={form.values.description}
          uploads={uploads}
          onClose={() => setLooking(null)}
          onSame={() => same(looking)}
        />
      )}
    </>
  );
}
