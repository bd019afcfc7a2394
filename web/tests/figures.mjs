// What the page costs on this machine: node web/tests/figures.mjs
import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync } from "node:zlib";
import { openBrowser, openPage, root, serveFiles, studio } from "./browser.mjs";
import { melody, music, wav } from "./sounds.mjs";

const kSeconds = 8;
const ticksPerSecond = Number(execFileSync("getconf", ["CLK_TCK"]));

/** Processor time of all of the browser's processes, in seconds. */
function cpuSeconds(profile) {
  let ticks = 0;
  for (const pid of readdirSync("/proc").filter((name) => /^\d+$/.test(name))) {
    try {
      if (!readFileSync(`/proc/${pid}/cmdline`, "latin1").includes(profile)) continue;
      const fields = readFileSync(`/proc/${pid}/stat`, "latin1").split(") ")[1].split(" ");
      ticks += Number(fields[11]) + Number(fields[12]);
    } catch {
      continue; // It has just ended.
    }
  }
  return ticks / ticksPerSecond;
}

async function watch(page, profile, what) {
  const before = cpuSeconds(profile);
  const frames = await page.evaluate(
    (ms) =>
      new Promise((resolve) => {
        const put = CanvasRenderingContext2D.prototype.putImageData;
        const drawn = new Set();
        CanvasRenderingContext2D.prototype.putImageData = function (...all) {
          if (this.canvas.id === "spectrum") drawn.add(document.timeline.currentTime);
          return put.apply(this, all);
        };
        setTimeout(() => {
          CanvasRenderingContext2D.prototype.putImageData = put;
          resolve(drawn.size);
        }, ms);
      }),
    kSeconds * 1000,
  );
  const cpu = (100 * (cpuSeconds(profile) - before)) / kSeconds;
  console.log(`${what}: ${cpu.toFixed(1)} % of a core, ${(frames / kSeconds).toFixed(1)} pictures of the spectrum/s`);
}

/** What the worklets' work takes of a core, in V8 alone: limiter and a preset of the equalizer; the recognizer of notes. */
function timeModule(compiled) {
  const quantum = 128;
  const module = new WebAssembly.Instance(compiled, {}).exports;
  module._initialize();
  const fill = (place, samples) => new Float32Array(module.memory.buffer, place, samples.length).set(samples);
  const frames = 5 * 48000;
  /** The median of five turns, after one in which V8 optimizes. */
  const share = (run) => {
    const times = [0, 1, 2, 3, 4, 5].map(() => {
      const before = process.cpuUsage().user;
      run();
      return (process.cpuUsage().user - before) / 1e6;
    });
    const median = times.slice(1).sort((a, b) => a - b)[2];
    return `${((100 * median) / (frames / 48000)).toFixed(1)} % of a core`;
  };
  module.deck_open(48000);
  module.deck_play();
  module.take_preset(7);
  module.deck_set_bands();
  module.deck_set_limiter(1);
  const source = music(1);
  const deck = share(() => {
    for (let done = 0; done < frames; done += quantum) {
      const wanted = module.deck_wanted();
      source.forEach((samples, c) => fill(module.deck_input() + 4096 * c, samples.subarray(5000, 5000 + wanted)));
      module.deck_supply(wanted);
      module.deck_process(quantum);
      module.deck_status();
    }
  });
  module.hearing_open(48000, 440, 0, 1, 21, 108);
  const notes = melody([60, 64, 67, 72], 0.5);
  const hearing = share(() => {
    for (let done = 0; done < frames; done += quantum) {
      const from = done % (notes.length - quantum);
      fill(module.hearing_input(), notes.subarray(from, from + quantum));
      module.hearing_process(quantum);
    }
  });
  console.log(`deck: ${deck}; recognizer: ${hearing}`);
}

const module = join(root, "build/web/web/module/attacca.wasm");
timeModule(new WebAssembly.Module(readFileSync(module)));
console.log(`module: ${statSync(module).size} bytes, ${brotliCompressSync(readFileSync(module)).length} in brotli`);
const server = await serveFiles(studio);
const browser = await openBrowser();
const { page } = await openPage(browser.context, server.url);
const starts = [];
for (let i = 0; i < 10; ++i) {
  await page.reload();
  await page.locator("html[data-ready]").waitFor({ state: "attached" });
  starts.push(Number(await page.evaluate(() => document.documentElement.dataset.ready)));
}
console.log(`interactive after, ms: ${starts.join(", ")}`);
await watch(page, browser.profile, "just loaded");
await watch(page, browser.profile, "idle");
await page.locator("#files").setInputFiles({ name: "Tones.wav", mimeType: "audio/wav", buffer: wav(music(30), 48000) });
await page.getByRole("button", { name: "Pause", exact: true }).waitFor();
await watch(page, browser.profile, "playing, 1280x800");
await page.getByRole("button", { name: "Pause", exact: true }).click();
await page.waitForFunction(() => document.querySelector("#play").getAttribute("aria-label") === "Play");
await watch(page, browser.profile, "just paused");
await watch(page, browser.profile, "paused");
await browser.close();
server.close();
