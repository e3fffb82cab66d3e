/** Files as they are dropped, pasted and named. */

/** What a paste or a drop carries; a picture copied from a screen has no telling name, and is given one. */
export function filesOf(data: DataTransfer | null, name: (extension: string) => string): File[] {
  return [...(data?.files ?? [])].map((file) => {
    const nameless = file.name === "" || /^image\.\w+$/.test(file.name);
    if (!nameless) return file;
    const extension = file.type.split("/")[1] ?? "png";
    return new File([file], name(extension), { type: file.type });
  });
}

const UNITS = { 0: "byte", 1: "kilobyte", 2: "megabyte" } as const;

/** «2,4 МБ», in the language of the reader. */
export function formatSize(bytes: number, language: string): string {
  const step = bytes >= 1024 ** 2 ? 2 : bytes >= 1024 ? 1 : 0;
  return new Intl.NumberFormat(language, {
    style: "unit",
    unit: UNITS[step],
    unitDisplay: "short",
    maximumFractionDigits: step === 2 ? 1 : 0,
  }).format(bytes / 1024 ** step);
}
