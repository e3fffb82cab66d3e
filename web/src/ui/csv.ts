/** A table as a file that a spreadsheet opens: with a mark of UTF-8, and the separator that Excel expects in the language. */
import i18next from "i18next";

export type Value = string | number | null;

export function csvOf(rows: readonly (readonly Value[])[], language: string): string {
  const [separator, point] = language === "ru" ? [";", ","] : [",", "."];
  const cell = (value: Value): string => {
    if (value === null) return "";
    if (typeof value === "number") return String(value).replace(".", point);
    // A text that a spreadsheet would take for a formula stays a text.
    const text = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
    return text.includes(separator) || /["\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  };
  return `\uFEFF${rows.map((row) => row.map(cell).join(separator)).join("\r\n")}\r\n`;
}

export function saveCsv(name: string, rows: readonly (readonly Value[])[]): void {
  saveFile(`${name}.csv`, new Blob([csvOf(rows, i18next.language)], { type: "text/csv;charset=utf-8" }));
}

export function saveFile(name: string, content: Blob): void {
  const address = URL.createObjectURL(content);
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  link.click();
  // Browsers begin the download after the click has ended.
  window.setTimeout(() => URL.revokeObjectURL(address), 10_000);
}
