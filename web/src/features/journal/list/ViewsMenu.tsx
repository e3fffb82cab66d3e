import { Button, Group, Menu, Modal, Stack, TextInput } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconBookmark, IconCheck, IconTrash } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import type { JournalSearch } from "../search";

import { useViews } from "./kept";
import { isView, withView } from "./views";

interface Props {
  search: JournalSearch;
  onShow: (search: JournalSearch) => void;
}

/** Filters and order under a name, for who asks for the same every day. */
export function ViewsMenu({ search, onShow }: Props) {
  const { t } = useTranslation("list");
  const [views, setViews] = useViews();
  const [naming, { open, close }] = useDisclosure();
  const shown = views.find((view) => isView(view, search));
  return (
    <>
      <Menu position="bottom-end">
        <Menu.Target>
          <Button variant="default" leftSection={<IconBookmark size={16} stroke={1.6} />}>
            {shown?.name ?? t("views.name")}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {views.map((view) => (
            <Menu.Item
              key={view.name}
              onClick={() => onShow(view.search)}
              leftSection={view === shown ? <IconCheck size={14} /> : <span style={{ width: 14, display: "block" }} />}
            >
              {view.name}
            </Menu.Item>
          ))}
          {views.length === 0 && <Menu.Label maw={260} fw={400}>{t("views.none")}</Menu.Label>}
          <Menu.Divider />
          {!shown && <Menu.Item onClick={open}>{t("views.save")}</Menu.Item>}
          {shown && (
            <Menu.Item
              color="red"
              leftSection={<IconTrash size={14} />}
              onClick={() => setViews(views.filter((view) => view !== shown))}
            >
              {t("views.remove", { name: shown.name })}
            </Menu.Item>
          )}
        </Menu.Dropdown>
      </Menu>
      {naming && <NameDialog onClose={close} onName={(name) => setViews(withView(views, { name, search }))} />}
    </>
  );
}

function NameDialog({ onClose, onName }: { onClose: () => void; onName: (name: string) => void }) {
  const { t } = useTranslation("list");
  const [name, setName] = useState("");
  const [missing, setMissing] = useState(false);
  return (
    <Modal opened onClose={onClose} title={t("views.saveTitle")} closeButtonProps={{ "aria-label": t("common:close") }}>
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          setMissing(!name.trim());
          if (!name.trim()) return;
          onName(name.trim());
          onClose();
        }}
      >
        <Stack>
          <TextInput
            data-autofocus
            label={t("views.label")}
            description={t("views.where")}
            maxLength={60}
            value={name}
            onChange={({ currentTarget }) => setName(currentTarget.value)}
            error={missing && t("views.needed")}
          />
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {t("common:cancel")}
            </Button>
            <Button type="submit">{t("common:save")}</Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
