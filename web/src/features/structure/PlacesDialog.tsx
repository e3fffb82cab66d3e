import { Anchor, Badge, Button, Group, Skeleton, Stack, Text } from "@mantine/core";
import { IconPrinter } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import type { Place, SiteCard } from "@/api/schema";
import { CopyButton } from "@/ui/CopyButton";
import { Dialog } from "@/ui/Dialog";
import { Refusal } from "@/ui/Refusal";

import { PlaceForm } from "./PlaceForm";
import { placesQuery, useEditPlace } from "./queries";

const PLACES = "/api/v1/nonconformities/places";

/** Places of a site: each has an address of the public form of its own, and a poster that leads there. */
export function PlacesDialog({ site, onClose }: { site: SiteCard; onClose: () => void }) {
  const { t } = useTranslation("structure");
  const { data, error } = useQuery(placesQuery(site.id));
  const [form, setForm] = useState<Place | "new" | null>(null);
  return (
    <Dialog onClose={onClose} size="lg" title={t("place.title", { site: site.name })}>
      <Stack>
        <Text size="sm" c="dimmed">
          {t("place.about")}
        </Text>
        <Refusal error={error} />
        {!data && !error && <Skeleton h={80} />}
        {data?.items.length === 0 && !form && <Text size="sm">{t("place.none")}</Text>}
        <Stack component="ul" gap="sm" p={0} m={0} style={{ listStyle: "none" }}>
          {data?.items.map((place) =>
            form === place ? (
              <li key={place.id}>
                <PlaceForm site={site} place={place} onClose={() => setForm(null)} />
              </li>
            ) : (
              <PlaceRow key={place.id} place={place} onRename={setForm} />
            ),
          )}
        </Stack>
        {form === "new" ? (
          <PlaceForm site={site} place={null} onClose={() => setForm(null)} />
        ) : (
          <Group>
            <Button variant="default" onClick={() => setForm("new")}>
              {t("place.add")}
            </Button>
            {data?.items.some(({ active }) => active) && (
              <Button
                component="a"
                href={`${PLACES}/posters.pdf?site_id=${site.id}`}
                target="_blank"
                leftSection={<IconPrinter size={16} />}
              >
                {t("place.printAll")}
              </Button>
            )}
          </Group>
        )}
      </Stack>
    </Dialog>
  );
}

function PlaceRow({ place, onRename }: { place: Place; onRename: (place: Place) => void }) {
  const { t } = useTranslation("structure");
  const edit = useEditPlace();
  const name = place.place;
  return (
    <li>
      <Group gap="xs">
        <Text size="sm" fw={500} {...(place.active ? {} : { c: "dimmed" })}>
          {name}
        </Text>
        {!place.active && <Badge variant="light" color="gray">{t("place.off")}</Badge>}
      </Group>
      <Text size="xs" c="dimmed">
        {place.branch.name}
        {" · "}
        <Anchor href={place.form_path} target="_blank" size="xs" underline="always">
          {place.form_path}
        </Anchor>
      </Text>
      <Refusal error={edit.error} />
      <Group gap="xs" mt={4}>
        {place.active && (
          <>
            <Button
              component="a"
              href={`${PLACES}/${place.id}/poster.pdf`}
              target="_blank"
              variant="light"
              size="xs"
              leftSection={<IconPrinter size={14} />}
              aria-label={t("place.posterOf", { name })}
            >
              {t("place.poster")}
            </Button>
            <CopyButton value={globalThis.location.origin + place.form_path} label={t("place.copyOf", { name })} />
          </>
        )}
        {place.allowed_actions.includes("edit") && (
          <>
            <Button variant="subtle" size="xs" aria-label={t("renameOf", { name })} onClick={() => onRename(place)}>
              {t("rename")}
            </Button>
            <Button
              variant="subtle"
              size="xs"
              loading={edit.isPending}
              {...(place.active ? { color: "red" } : {})}
              aria-label={t(place.active ? "place.closeOf" : "place.openAgainOf", { name })}
              onClick={() => edit.mutate({ place, body: { active: !place.active } })}
            >
              {t(place.active ? "place.close" : "place.openAgain")}
            </Button>
          </>
        )}
      </Group>
    </li>
  );
}
