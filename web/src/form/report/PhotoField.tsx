import { useState } from "react";

import { newId } from "@/api/ids";

import type { WaitingPhoto } from "../queue/types";
import { useTexts } from "../texts";
import { PhotoButtons } from "../ui/PhotoButtons";
import classes from "../ui/ui.module.css";
import { useUrl } from "../ui/useUrl";
import { shrunk } from "./shrink";

interface Props {
  photos: WaitingPhoto[];
  most: number;
  onAdd: (photos: WaitingPhoto[]) => void;
  onRemove: (key: string) => void;
}

export function PhotoField({ photos, most, onAdd, onRemove }: Props) {
  const { t } = useTexts();
  const [problem, setProblem] = useState("");
  const add = async (files: File[]): Promise<void> => {
    setProblem(files.length > most - photos.length ? t("report.photosMost", { most }) : "");
    for (const file of files.slice(0, most - photos.length)) {
      const picture = await shrunk(file);
      if (picture === null) setProblem(t("report.photoUnreadable", { name: file.name }));
      else onAdd([{ key: newId(), picture }]);
    }
  };
  return (
    <div className={classes["field"]} role="group" aria-label={t("report.photos")}>
      <span className={classes["label"]}>{t("report.photos")}</span>
      <div className={classes["hint"]}>{t("report.photosHint")}</div>
      {photos.length > 0 && (
        <ul className={classes["photos"]}>
          {photos.map(({ key, picture }, index) => (
            <li key={key}>
              <Thumbnail picture={picture} name={t("report.photo", { count: index + 1 })} />
              <button type="button" className={classes["remove"]} aria-label={t("report.removePhoto", { count: index + 1 })} onClick={() => onRemove(key)}>
                <span aria-hidden="true">×</span>
              </button>
            </li>
          ))}
        </ul>
      )}
      <PhotoButtons disabled={photos.length >= most} onFiles={(files) => void add(files)} />
      {problem && (
        <div className={classes["problem"]} role="alert">
          {problem}
        </div>
      )}
    </div>
  );
}

function Thumbnail({ picture, name }: { picture: Blob; name: string }) {
  return <img className={classes["photo"]} src={useUrl(picture)} alt={name} />;
}
