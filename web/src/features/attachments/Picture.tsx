import { IconFile } from "@tabler/icons-react";
import { useEffect, useRef } from "react";

import classes from "./attachments.module.css";

/** A chosen photo before it is sent. */
export function Picture({ file }: { file: File }) {
  const image = useRef<HTMLImageElement>(null);
  useEffect(() => {
    const address = URL.createObjectURL(file);
    if (image.current) image.current.src = address;
    return () => URL.revokeObjectURL(address);
  }, [file]);
  if (!file.type.startsWith("image/")) return <IconFile size={28} stroke={1.4} aria-hidden />;
  return <img ref={image} alt="" className={classes["chosen"]} />;
}
