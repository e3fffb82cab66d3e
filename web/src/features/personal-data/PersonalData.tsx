import { Badge, Button, Group, Loader, Skeleton, Stack, Text } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconDownload } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";

import type { DataFileCard, PersonCard } from "@/api/schema";
import { Refusal } from "@/ui/Refusal";
import { Section } from "@/ui/Section";
import { saveFile } from "@/ui/csv";
import { formatMoment } from "@/ui/dates";

import { EraseDialog } from "./EraseDialog";
import { dataFilesQuery, useRequestDataFile, useTakeDataFile } from "./queries";

interface Props {
  person: PersonCard;
  mayErase: boolean;
}

/** A file of all that is held on a person, and the way to be forgotten. */
export function PersonalData({ person, mayErase }: Props) {
  const { t } = useTranslation("personal-data");
  const { data, error } = useQuery(dataFilesQuery(person.id));
  const request = useRequestDataFile(person.id);
  const take = useTakeDataFile(person.id);
  const [erasing, { open, close }] = useDisclosure();
  const collecting = data?.items.some(({ state }) => state === "waiting") ?? false;
  const save = ({ id }: DataFileCard): void =>
    take.mutate(id, { onSuccess: (content) => saveFile(`${t("fileName")} ${person.last_name}.zip`, content) });
  return (
    <Section title={t("title")}>
      <Stack gap="sm" align="flex-start">
        <Text size="sm" c="dimmed">
          {t("about")}
        </Text>
        <Refusal error={error ?? request.error ?? take.error} />
        {!data && !error && <Skeleton h={40} />}
        {data?.items.map((file) => (
          <DataFile key={file.id} file={file} {...(take.isPending ? {} : { onTake: save })} />
        ))}
        <Group gap="xs">
          <Button variant="default" size="xs" loading={request.isPending} disabled={collecting} onClick={() => request.mutate()}>
            {t("collect")}
          </Button>
          {mayErase && (
            <Button variant="subtle" color="red" size="xs" onClick={open}>
              {t("erase.open")}
            </Button>
          )}
        </Group>
      </Stack>
      {erasing && <EraseDialog person={person} onClose={close} />}
    </Section>
  );
}

function DataFile({ file, onTake }: { file: DataFileCard; onTake?: (file: DataFileCard) => void }) {
  const { t } = useTranslation("personal-data");
  return (
    <Group justify="space-between" wrap="nowrap" w="100%" align="flex-start">
      <div>
        <Group gap="xs" role="status">
          <Badge variant="light" color={file.state === "failed" ? "red" : file.state === "ready" ? "patina" : "gray"}>
            {t(`states.${file.state}`)}
          </Badge>
          {file.state === "waiting" && <Loader size="xs" type="dots" />}
        </Group>
        <Text size="xs" c="dimmed">
          {t("requested", { who: file.requested_by_name ?? "—", moment: formatMoment(file.requested_at) })}
          {file.downloads > 0 && ` · ${t("taken", { count: file.downloads })}`}
          {file.state === "ready" && file.expires_at && ` · ${t("until", { moment: formatMoment(file.expires_at) })}`}
        </Text>
      </div>
      {file.state === "ready" && (
        <Button
          variant="light"
          size="xs"
          style={{ flex: "none" }}
          leftSection={<IconDownload size={14} />}
          disabled={!onTake}
          onClick={() => onTake?.(file)}
        >
          {t("take")}
        </Button>
      )}
    </Group>
  );
}
