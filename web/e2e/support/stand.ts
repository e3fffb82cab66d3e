/** Platforms as `make run` starts them: with the demonstration union, or as they are right after they were installed. */
import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("../../..", import.meta.url));
const PYTHON = join(ROOT, ".venv", "bin", "python");
const PATIENCE_MS = 240_000;

/** The small one has been founded in a minute: a branch, a site, and who plays in the stories. */
export type Union = "demonstration" | "empty" | "small";

export interface Stand {
  address: string;
  /** The process that keeps the parts up. */
  supervisor: number;
  login: string;
  password: string;
  seconds: number;
}

export interface Running {
  union: Union;
  stand: Stand;
  stop: () => Promise<void>;
}

const run = (...args: string[]): ChildProcess =>
  spawn(PYTHON, ["-m", "tests.support.stand", ...args], { cwd: ROOT, stdio: ["pipe", "pipe", "inherit"] });

/** It ends with us, however we end. */
export async function start(union: Union): Promise<Running> {
  const folder = mkdtempSync(join(tmpdir(), "profkom-browser-"));
  const child = run("run", folder, union);
  const ended = new Promise<number | null>((resolve) => child.once("exit", resolve));
  const stop = async (): Promise<void> => {
    child.stdin?.end();
    const code = await ended;
    if (code !== 0) throw new Error(`the ${union} platform did not stop clean (${String(code)}): ${folder}/platform.log`);
    rmSync(folder, { recursive: true, force: true });
  };
  const stand = await ready(child, folder);
  return { union, stand, stop };
}

async function ready(child: ChildProcess, folder: string): Promise<Stand> {
  if (!child.stdout) throw new Error("no output to read");
  const lines = createInterface(child.stdout);
  const timer = setTimeout(() => child.kill(), PATIENCE_MS);
  for await (const line of lines) {
    clearTimeout(timer);
    return JSON.parse(line) as Stand;
  }
  throw new Error(`a platform did not start: ${folder}/platform.log`);
}

/** Keeps a part of the empty union's platform down until the returned function is called; it comes back by itself. */
export function takeDown({ supervisor }: Stand, part: string): () => Promise<void> {
  const child = run("outage", String(supervisor), part);
  const ended = new Promise((resolve) => child.once("exit", resolve));
  return async () => {
    child.stdin?.end();
    await ended;
  };
}
