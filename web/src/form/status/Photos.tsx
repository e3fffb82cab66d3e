import { useEffect, useRef, useState } from "react";

import type { Photo } from "@/api/schema";

import { shrunk } from "../report/shrink";
import { useTexts } from "../texts";
import { Notice } from "../ui/Notice";
import { PhotoButtons } from "../ui/PhotoButtons";
import classes from "../ui/ui.module.css";
import { useUrl } from "../ui/useUrl";
import type { Door } from "./byCode";
import { useAct } from "./useAct";

interface Props {
  door: Door;
  photos: Photo[];
  mayAdd: boolean;
  onChanged: () => Promise<boolean>;
}

/** What was done, in pictures, and what the author sent. */
export function Photos({ door, photos, mayAdd, onChanged }: Props) {
  const { t } = useTexts();
  const [unreadable, setUnreadable] = useState("");
  const { busy, problems, act } = useAct();
  const fix = photos.filter(({ purpose }) => purpose === "fix");
  const own = photos.filter(({ purpose }) => purpose !== "fix");
  const add = async (files: File[]): Promise<void> => {
    setUnreadable("");
    await act(async () => {
      for (const file of files) {
        const picture = await shrunk(file);
        if (picture === null) setUnreadable(t("report.photoUnreadable", { name: file.name }));
        else await door.attach(picture);
      }
    });
    // What has arrived is shown, also when the next did not: nobody sends it once more.
    await onChanged();
  };
  const told = unreadable || Object.values(problems).join(" ");
  return (
    <>
      {fix.length > 0 && (
        <section className={classes["card"]}>
          <h2>{t("status.fixPhotos")}</h2>
          <Pictures door={door} photos={fix} />
        </section>
      )}
      {(own.length > 0 || mayAdd) && (
        <section className={classes["card"]}>
          <h2>{t(own.length > 0 ? "status.yourPhotos" : "status.addPhotos")}</h2>
          {own.length > 0 && <Pictures door={door} photos={own} />}
          {told && <Notice bad>{told}</Notice>}
          {busy && <Notice>{t("status.uploading")}</Notice>}
          {mayAdd && <PhotoButtons disabled={busy} onFiles={(files) => void add(files)} />}
        </section>
      )}
    </>
  );
}

function Pictures({ door, photos }: { door: Door; photos: Photo[] }) {
  return (
    <ul className={classes["photos"]}>
      {photos.map((photo, index) => (
        <li key={photo.id}>
          <Picture door={door} photo={photo} number={index + 1} />
        </li>
      ))}
    </ul>
  );
}

/** Pictures want the code in a header, so they are fetched, and shown from memory. */
function Picture({ door, photo, number }: { door: Door; photo: Photo; number: number }) {
  const { t } = useTexts();
  const [thumbnail, setThumbnail] = useState<Blob | null>(null);
  const [whole, setWhole] = useState<Blob | null>(null);
  const dialog = useRef<HTMLDialogElement>(null);
  const small = useUrl(thumbnail);
  const large = useUrl(whole);
  useEffect(() => {
    door.picture(photo.thumbnail_path).then(setThumbnail, () => undefined);
  }, [door, photo.thumbnail_path]);
  const open = (): void => {
    dialog.current?.showModal();
    if (whole === null) door.picture(photo.content_path).then(setWhole, () => undefined);
  };
  return (
    <>
      <button type="button" className={classes["photo"]} aria-label={t("status.enlarge", { count: number })} onClick={open}>
        {small && <img src={small} alt="" />}
      </button>
      <dialog ref={dialog} className={classes["viewer"]} aria-label={t("report.photo", { count: number })}>
        <button type="button" className={classes["remove"]} aria-label={t("status.close")} onClick={() => dialog.current?.close()}>
          <span aria-hidden="true">×</span>
        </button>
        {(large ?? small) && <img src={large ?? small} alt={t("report.photo", { count: number })} />}
      </dialog>
    </>
  );
}
