import { ActionIcon, Anchor, Group, Text } from "@mantine/core";
import { IconChevronDown, IconChevronUp } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";

import type { JournalSearch } from "./search";
import type { Place } from "./trail";

interface Props {
  place: Place | null;
  listSearch: JournalSearch;
  go: (id: string | null) => void;
}

/** Back to the list as it was, and on to its next record. */
export function TrailBar({ place, listSearch, go }: Props) {
  const { t } = useTranslation("journal");
  return (
    <Group justify="space-between">
      <Anchor size="sm" renderRoot={(props) => <Link {...props} to="/journal" search={listSearch} />}>
        ← {t("title")}
      </Anchor>
      {place && (
        <Group gap={4}>
          <Text size="sm" c="dimmed" mr={4}>
            {t("trail.at", { at: place.at, of: place.of })}
          </Text>
          <ActionIcon variant="subtle" className="touch" disabled={!place.previous} onClick={() => go(place.previous)} aria-label={t("keys.previous")}>
            <IconChevronUp size={18} />
          </ActionIcon>
          <ActionIcon variant="subtle" className="touch" disabled={!place.next} onClick={() => go(place.next)} aria-label={t("keys.next")}>
            <IconChevronDown size={18} />
          </ActionIcon>
        </Group>
      )}
    </Group>
  );
}
