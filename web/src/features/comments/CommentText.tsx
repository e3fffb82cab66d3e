import { Text } from "@mantine/core";
import { useTranslation } from "react-i18next";

import classes from "./comments.module.css";
import { type Named, piecesOf } from "./mentions";

export function CommentText({ text, mentions }: { text: string; mentions: readonly Named[] }) {
  const { t } = useTranslation();
  return (
    <Text size="sm" className="prose">
      {piecesOf(text, mentions, t("unknownPerson")).map((piece, at) =>
        piece.kind === "text" ? (
          piece.text
        ) : (
          <span key={`${piece.id} ${at}`} className={classes["mention"]}>
            @{piece.name}
          </span>
        ),
      )}
    </Text>
  );
}
