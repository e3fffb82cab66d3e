import { useRef } from "react";

import { useTexts } from "../texts";
import { Button } from "./Button";
import classes from "./ui.module.css";

/** The camera at once, or what was taken before. */
export function PhotoButtons({ disabled = false, onFiles }: { disabled?: boolean; onFiles: (files: File[]) => void }) {
  const { t } = useTexts();
  const camera = useRef<HTMLInputElement>(null);
  const gallery = useRef<HTMLInputElement>(null);
  const took = (input: HTMLInputElement): void => {
    onFiles([...(input.files ?? [])]);
    input.value = "";
  };
  return (
    <div className={classes["row"]}>
      <Button disabled={disabled} onClick={() => camera.current?.click()}>
        {t("report.camera")}
      </Button>
      <Button disabled={disabled} onClick={() => gallery.current?.click()}>
        {t("report.gallery")}
      </Button>
      <input ref={camera} type="file" accept="image/*" capture="environment" hidden onChange={(event) => took(event.target)} />
      <input ref={gallery} type="file" accept="image/*" multiple hidden data-testid="gallery" onChange={(event) => took(event.target)} />
    </div>
  );
}
