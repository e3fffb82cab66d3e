import { Button, Group, Radio, Stack, Text, TextInput } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { notifications } from "@mantine/notifications";
import { useQuery } from "@tanstack/react-query";
import { IconSearch } from "@tabler/icons-react";
import { type SyntheticEvent, useState } from "react";
import { useTranslation } from "react-i18next";

import type { Card } from "@/api/schema";
import { Dialog } from "@/ui/Dialog";
import { Refusal } from "@/ui/Refusal";

import classes from "./record.module.css";
import { Meanwhile } from "./Meanwhile";
import { StateBadge } from "./badges";
import { mergeableQuery, recordQuery, similarQuery, useAct } from "./queries";
import { merge } from "./verbs";

const TYPING_MS = 250;

/** Says that the same thing was found before, and of which record this one is a duplicate. */
export function MergeDialog({ record: known, onClose }: { record: Card; onClose: () => void }) {
  const { data: record = known } = useQuery(recordQuery(known.id));
  const { t } = useTranslation("journal");
  const [words, setWords] = useState("");
  const [typed] = useDebouncedValue(words.trim(), TYPING_MS);
  const [into, setInto] = useState<string | null>(null);
  const { data: similar } = useQuery(similarQuery(record.id));
  const { data: found } = useQuery(mergeableQuery(record.branch.id, typed));
  const merging = useAct((of: Card, id: string) => merge(of, id), record);
  const offered = (typed ? found?.items : similar?.items)?.filter(({ id }) => id !== record.id);
  const submit = (event: SyntheticEvent): void => {
    event.preventDefault();
    if (!into) return;
    merging.mutate(into, {
      onSuccess: (card) => {
        notifications.show({ message: t("merge.done", { number: card.duplicate_of?.number ?? "" }) });
        onClose();
      },
    });
  };
  return (
    <Dialog onClose={onClose} title={t("merge.title", { number: record.number })} size="lg">
      <form noValidate onSubmit={submit}>
        <Stack>
          <Meanwhile record={record} />
          <Text size="sm">{t("merge.text")}</Text>
          <Refusal error={merging.error} />
          <TextInput
            label={t("merge.search")}
            placeholder={t("searchPlaceholder")}
            leftSection={<IconSearch size={16} />}
            value={words}
            onChange={({ currentTarget }) => setWords(currentTarget.value)}
            data-autofocus
          />
          <Radio.Group value={into} onChange={setInto} label={t(typed ? "merge.found" : "similar.title")}>
            <Stack gap="xs" mt="xs" className={classes["choices"]}>
              {offered?.length === 0 && (
                <Text size="sm" c="dimmed">
                  {t(typed ? "common:nothingFound" : "merge.noSimilar")}
                </Text>
              )}
              {offered?.map((other) => (
                <Radio.Card key={other.id} value={other.id} p="sm" radius="md">
                  <Group wrap="nowrap" align="flex-start">
                    <Radio.Indicator />
                    <div>
                      <Group gap="xs">
                        <Text size="sm" fw={500} className="number">
                          {other.number}
                        </Text>
                        <StateBadge state={other.state} />
                      </Group>
                      <Text size="sm" lineClamp={2}>
                        {other.description}
                      </Text>
                      <Text size="xs" c="dimmed">
                        {other.site.name}, {other.place}
                      </Text>
                    </div>
                  </Group>
                </Radio.Card>
              ))}
            </Stack>
          </Radio.Group>
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {t("common:cancel")}
            </Button>
            <Button type="submit" disabled={!into} loading={merging.isPending}>
              {t("merge.name")}
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  );
}
