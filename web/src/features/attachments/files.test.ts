import { expect, it } from "vitest";

import { Problem } from "@/api/problem";

import { filesOf, formatSize } from "./files";
import { refusalOf } from "./upload";

it("gives a picture from the clipboard a name that says what it is", () => {
  const pasted = { files: [new File(["x"], "image.png", { type: "image/png" }), new File(["x"], "Щит 4.jpg")] };
  const named = filesOf(pasted as unknown as DataTransfer, (extension) => `Снимок.${extension}`);
  expect(named.map(({ name }) => name)).toEqual(["Снимок.png", "Щит 4.jpg"]);
  expect(filesOf(null, () => "")).toEqual([]);
});

it("says sizes as the reader does", () => {
  expect(formatSize(2_516_582, "ru").replace(/\s/, " ")).toBe("2,4 МБ");
  expect(formatSize(2048, "en").replace(/\s/, " ")).toBe("2 kB");
});

it("tells the reason of the file before that of the form", () => {
  const document = { title: "", detail: "Ничего не сохранено.", status: 422, code: "files_refused", correlation_id: "" };
  const ofFile = { ...document, errors: [{ loc: ["body", "files", 0], code: "too_large", message: "Файл больше 20 МБ." }] };
  expect(refusalOf(new Problem(ofFile), "общее")).toBe("Файл больше 20 МБ.");
  expect(refusalOf(new Problem(document), "общее")).toBe("общее");
});
