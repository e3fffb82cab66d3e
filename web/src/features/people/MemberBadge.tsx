import { Badge } from "@mantine/core";
import { useTranslation } from "react-i18next";

export function MemberBadge({ isMember }: { isMember: boolean }) {
  const { t } = useTranslation("people");
  return (
    <Badge variant="light" style={{ flex: "none" }} color={isMember ? "patina" : "gray"}>
      {t(`membership.${isMember}`)}
    </Badge>
  );
}
