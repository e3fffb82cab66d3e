import { useDroppable } from "@dnd-kit/core";
import { Badge, Button, Group, Skeleton, Stack, Text, Title } from "@mantine/core";
import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";

import type { State } from "@/api/schema";
import { journalQuery } from "@/features/journal/queries";
import type { JournalSearch } from "@/features/journal/search";
import { Refusal } from "@/ui/Refusal";
import { nextPage } from "@/ui/nextPage";

import { BoardCard } from "./BoardCard";
import classes from "./board.module.css";
import type { Moving } from "./useMoving";

interface Props {
  state: State;
  search: JournalSearch;
  moving: Moving;
}

export function Column({ state, search, moving }: Props) {
  const { t } = useTranslation(["board", "journal"]);
  const pages = useInfiniteQuery({ ...journalQuery({ ...search, state: [state] }), placeholderData: keepPreviousData });
  const { dragged, targets, underway } = moving;
  const closed = dragged !== null && dragged.state !== state && targets !== null && !targets.has(state);
  const { setNodeRef, isOver } = useDroppable({ id: state, disabled: closed });
  const items = pages.data?.pages.flatMap((page) => page.items).filter(({ id }) => id !== underway?.item.id || underway.to === state);
  const coming = underway?.to === state && !items?.some(({ id }) => id === underway.item.id) ? underway.item : null;
  const takes = dragged !== null && dragged.state !== state && targets?.has(state) === true;
  return (
    <section
      ref={setNodeRef}
      className={classes["column"]}
      aria-label={t(`journal:states.${state}`)}
      data-closed={closed || undefined}
      data-takes={takes || undefined}
      data-over={takes && isOver ? true : undefined}
    >
      <Group justify="space-between" wrap="nowrap" gap="xs" px={4} pb="xs">
        <Title order={2} size="sm" fw={600}>
          {t(`journal:states.${state}`)}
        </Title>
        <Badge variant="default" size="sm" circle={false}>
          {pages.data?.pages[0]?.total ?? "…"}
        </Badge>
      </Group>
      <Refusal error={pages.error} onRetry={pages.refetch} />
      {pages.isPending && <Skeleton h={220} />}
      <Stack component="ul" gap={8} m={0} p={0} style={{ listStyle: "none" }}>
        {coming && <BoardCard item={coming} moving={moving} waiting />}
        {items?.map((item) => (
          <BoardCard key={item.id} item={item} moving={moving} waiting={underway?.item.id === item.id} />
        ))}
      </Stack>
      {items?.length === 0 && !coming && (
        <Text size="sm" c="dimmed" ta="center" py="lg">
          {t("nothing")}
        </Text>
      )}
      {pages.hasNextPage && (
        <Button
          fullWidth
          mt="xs"
          size="sm"
          variant="subtle"
          loading={pages.isFetchingNextPage}
          onClick={() => void nextPage(pages)}
        >
          {t("common:more")}
        </Button>
      )}
    </section>
  );
}
