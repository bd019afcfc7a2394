// The native program, as the truth that the page is measured by.
import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { root } from "./browser.mjs";
import { readWav, wav } from "./sounds.mjs";

const program = process.env.ATTACCA_PROGRAM ?? join(root, "build/dev/apps/attacca/attacca");

async function inFolder(work) {
  const folder = await mkdtemp(join(tmpdir(), "attacca-native-"));
  try {
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** The samples of `attacca render` with these options, in 32-bit float. */
export const render = (channels, sampleRate, ...options) =>
  inFolder(async (folder) => {
    await writeFile(join(folder, "in.wav"), wav(channels, sampleRate));
    const out = join(folder, "out.wav");
    await promisify(execFile)(program, ["render", join(folder, "in.wav"), "-o", out, "--format", "f32", ...options]);
    return readWav(await readFile(out));
  });

/** What `attacca notes` hears: pitch and onset of each note. */
export const notes = (samples, sampleRate) =>
  inFolder(async (folder) => {
    const file = join(folder, "in.wav");
    await writeFile(file, wav([samples], sampleRate));
    const { stdout } = await promisify(execFile)(program, ["notes", file, "--json"]);
    return stdout.trim().split("\n").filter(Boolean).map((line) => JSON.parse(line));
  });
