import "@mantine/spotlight/styles.layer.css";

import { Loader } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { Spotlight, createSpotlight } from "@mantine/spotlight";
import { useQuery } from "@tanstack/react-query";
import { useNavigate, useRouter } from "@tanstack/react-router";
import { IconAlertTriangle, IconSearch, IconUser } from "@tabler/icons-react";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";

import { Problem } from "@/api/problem";
import { StateBadge } from "@/features/journal/badges";
import { fullName } from "@/features/people/names";
import { useHolds, useMe } from "@/features/session/queries";
import { problemText } from "@/ui/problems";

import classes from "./SearchDialog.module.css";
import { type Place, asNumber, foundPlaces, openPlaces } from "./places";
import { foundPeopleQuery, foundRecordsQuery } from "./queries";

/** Long enough not to ask for every letter, short enough not to be felt. */
const PAUSE_MS = 150;

const [store, spotlight] = createSpotlight();

interface Props {
  opened: boolean;
  onClose: () => void;
}

/** One field for everything: a record by its words or number, a person, a section, an act. */
export function SearchDialog({ opened, onClose }: Props) {
  const { t } = useTranslation(["search", "journal"]);
  const [typed, setTyped] = useState("");
  const [words] = useDebouncedValue(asNumber(typed), PAUSE_MS);
  const mayReadPeople = useHolds("people:read");
  const records = useQuery(foundRecordsQuery(opened ? words : ""));
  const people = useQuery(foundPeopleQuery(opened && mayReadPeople ? words : ""));
  const { branches } = useMe();
  const branchName = (id: string | null): string | undefined => branches.find((branch) => branch.id === id)?.name;
  const navigate = useNavigate();
  useEffect(() => (opened ? spotlight.open() : spotlight.close()), [opened]);
  // Answers come after the letters: Enter opens the first of what is shown now.
  useEffect(selectFirst, [records.data, people.data]);

  const go = (href: string): void => void navigate({ href });
  const places = foundPlaces(usePlaces(), typed, ({ name }) => `${t(`places.${name}`)} ${t(`words.${name}`)}`);
  const foundRecords = words ? (records.data?.items ?? []) : [];
  const foundPeople = words ? (people.data?.items ?? []) : [];
  const waiting = asNumber(typed) !== words || records.isFetching || people.isFetching;
  const problem = [records.error, people.error].find((error) => error instanceof Problem);
  const nothing = places.length + foundRecords.length + foundPeople.length === 0;
  return (
    <Spotlight.Root
      store={store}
      shortcut={null}
      query={typed}
      onQueryChange={setTyped}
      onSpotlightClose={onClose}
      scrollable
      centered={false}
      yOffset="8vh"
      maxHeight="min(70vh, 560px)"
      size="lg"
      classNames={{ action: classes["action"] ?? "" }}
      attributes={{ content: { "aria-label": t("search:title") } }}
    >
      <Spotlight.Search
        placeholder={t("search:placeholder")}
        aria-label={t("search:title")}
        leftSection={waiting && words ? <Loader size={18} /> : <IconSearch size={20} stroke={1.6} />}
      />
      <Spotlight.ActionsList>
        {foundRecords.length > 0 && (
          <Spotlight.ActionsGroup label={t("search:records")}>
            {foundRecords.map((record) => (
              <Spotlight.Action
                key={record.id}
                label={record.description}
                description={`${record.number} · ${record.site.name}, ${record.place}`}
                rightSection={<StateBadge state={record.state} />}
                onClick={() => go(`/journal/${record.id}`)}
                classNames={{ actionLabel: classes["lines"] ?? "", actionDescription: classes["lines"] ?? "" }}
              />
            ))}
          </Spotlight.ActionsGroup>
        )}
        {foundPeople.length > 0 && (
          <Spotlight.ActionsGroup label={t("search:people")}>
            {foundPeople.map((person) => (
              <Spotlight.Action
                key={person.id}
                label={fullName(person)}
                description={[person.position, branchName(person.branch_id)].filter(Boolean).join(" · ")}
                leftSection={<IconUser size={20} stroke={1.6} />}
                onClick={() => go(`/people/${person.id}`)}
              />
            ))}
          </Spotlight.ActionsGroup>
        )}
        <Places places={places.filter(({ kind }) => kind === "act")} label={t("search:acts")} onChoose={go} />
        <Places places={places.filter(({ kind }) => kind === "section")} label={t("search:sections")} onChoose={go} />
        {problem && (
          <Spotlight.Empty role="alert">
            <IconAlertTriangle size={18} /> {problemText(problem, t)}
          </Spotlight.Empty>
        )}
        {nothing && !waiting && !problem && <Spotlight.Empty role="status">{t("search:nothing")}</Spotlight.Empty>}
      </Spotlight.ActionsList>
      <Spotlight.Footer className={classes["footer"] ?? ""}>{t("search:keys")}</Spotlight.Footer>
    </Spotlight.Root>
  );
}

function selectFirst(): void {
  const list = document.getElementById(store.getState().listId);
  list?.querySelector("[data-selected]")?.removeAttribute("data-selected");
  list?.querySelector("[data-action]")?.setAttribute("data-selected", "true");
  store.updateState((state) => ({ ...state, selected: 0 }));
}

function usePlaces(): Place[] {
  const { permissions } = useMe();
  const { routesByPath } = useRouter();
  return openPlaces((permission) => permission in permissions, (address) => address in routesByPath);
}

interface PlacesProps {
  places: readonly Place[];
  label: string;
  onChoose: (href: string) => void;
}

function Places({ places, label, onChoose }: PlacesProps) {
  const { t } = useTranslation("search");
  if (places.length === 0) return null;
  return (
    <Spotlight.ActionsGroup label={label}>
      {places.map(({ name, to, icon: Icon }) => (
        <Spotlight.Action key={name} label={t(`places.${name}`)} leftSection={<Icon size={20} stroke={1.6} />} onClick={() => onChoose(to)} />
      ))}
    </Spotlight.ActionsGroup>
  );
}
