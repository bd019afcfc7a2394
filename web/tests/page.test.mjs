// The page in Chromium, used as a person does: by what things are called, with pointer or keys.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { readdirSync } from "node:fs";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { openBrowser, openPage, root, screenshot, serveFiles, studio } from "./browser.mjs";
import * as native from "./native.mjs";
import { errorDb, melody, music, readWav, wav } from "./sounds.mjs";

const kRate = 48000;
const axe = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const tones = music(4);
const tonesFile = { name: "Tones.wav", mimeType: "audio/wav", buffer: wav(tones, kRate) };

let server;
let browser;
let folder;

before(async () => {
  folder = await mkdtemp(join(tmpdir(), "attacca-page-"));
  await writeFile(join(folder, "melody.wav"), wav([melody([60, 64, 67, 72], 0.5)], kRate));
  server = await serveFiles(studio);
  // One context of the browser has the microphone that this file is, and is asked for nothing.
  browser = await openBrowser([
    "--use-fake-device-for-media-stream",
    "--use-fake-ui-for-media-stream",
    `--use-file-for-fake-audio-capture=${join(folder, "melody.wav")}`,
  ]);
});

after(async () => {
  await browser?.close();
  server?.close();
  await rm(folder, { recursive: true, force: true });
});

/** A fresh page, with nothing remembered; what its console complained of fails the test. */
function onPage(name, work, options = {}) {
  test(name, async () => {
    const { page, errors } = await openPage(options.context?.() ?? browser.context, options.url?.() ?? server.url);
    try {
      await page.evaluate(() => localStorage.clear());
      await page.reload();
      await page.locator("html[data-ready]").waitFor({ state: "attached" });
      await work(page);
      assert.deepEqual(errors, []);
    } finally {
      await page.close();
    }
  });
}

const open = (page, ...files) => page.locator("#files").setInputFiles(files);
const button = (page, name) => page.getByRole("button", { name, exact: true });
const band = (page, number) => page.getByRole("slider", { name: `Band ${number}, Peak` });
const isPlaying = (page) => button(page, "Pause").waitFor();

/** Until what the page says of the position has moved. */
async function hasMoved(page) {
  const position = page.getByRole("slider", { name: "Position" });
  await page.waitForFunction((slider) => Number(slider.getAttribute("aria-valuenow")) > 0, await position.elementHandle());
}

onPage("an empty page says what to do", async (page) => {
  await page.getByText("Drop music anywhere on this page, or open files.").waitFor();
  assert.equal(await page.locator("#export").isDisabled(), true);
  await screenshot(page, "empty");
});

onPage("a dropped file plays, pauses and seeks", async (page) => {
  const transfer = await page.evaluateHandle((bytes) => {
    const data = new DataTransfer();
    data.items.add(new File([Uint8Array.from(atob(bytes), (c) => c.charCodeAt(0))], "Tones.wav", { type: "audio/wav" }));
    return data;
  }, tonesFile.buffer.toString("base64"));
  await page.dispatchEvent("body", "dragenter", { dataTransfer: transfer });
  await page.getByText("Drop to open").waitFor();
  await page.dispatchEvent("body", "drop", { dataTransfer: transfer });
  await page.getByRole("heading", { name: "Tones" }).waitFor();
  await isPlaying(page); // Without a click: one more would pause it.
  await hasMoved(page);
  await screenshot(page, "playing");
  await button(page, "Pause").click();
  await button(page, "Play").waitFor();
  const seek = page.getByRole("slider", { name: "Position" });
  await seek.focus();
  await page.keyboard.press("End");
  await page.keyboard.press("ArrowLeft");
  await page.locator('#seek[aria-valuetext="0 seconds of 4 seconds"]').waitFor();
});

onPage("a band is dragged, turned, stepped and reset", async (page) => {
  await open(page, tonesFile);
  const third = band(page, 3);
  const box = await third.boundingBox();
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  await page.mouse.down();
  await page.mouse.move(box.x + 60, box.y - 40, { steps: 5 });
  await page.mouse.up();
  const dragged = await third.getAttribute("aria-valuetext");
  assert.match(dragged, /^\d{3} Hz, \+\d\.\d dB, Q 1\.00$/);
  assert.notEqual(dragged.split(" ")[0], "240");
  await page.mouse.wheel(0, -100);
  await page.waitForFunction((e) => /Q 1\.10$/.test(e.getAttribute("aria-valuetext")), await third.elementHandle());
  await page.mouse.dblclick(box.x + 60, box.y - 40);
  assert.match(await third.getAttribute("aria-valuetext"), /, 0\.0 dB, Q 1\.00$/);
  await third.focus();
  for (const key of ["ArrowUp", "ArrowUp", "Shift+ArrowUp", "PageUp"]) await page.keyboard.press(key);
  assert.match(await third.getAttribute("aria-valuetext"), /\+1\.1 dB, Q 1\.10$/);
  assert.equal(await page.getByLabel("Hz", { exact: true }).isEnabled(), true);
  await screenshot(page, "equalizer");
});

onPage("settings come back with the next visit", async (page) => {
  const raised = page.locator('[aria-valuetext="60 Hz, +3.0 dB, Q 1.00"]');
  for (let i = 0; i < 6; ++i) await band(page, 1).press("ArrowUp");
  await raised.waitFor();
  await page.getByRole("combobox", { name: "Theme" }).selectOption("dark");
  await page.reload();
  await page.locator("html[data-ready][data-theme=dark]").waitFor({ state: "attached" });
  await raised.waitFor();
});

onPage("presets are chosen, imported, kept and compared", async (page) => {
  await page.getByRole("combobox", { name: "Preset" }).selectOption("orock");
  assert.match(await band(page, 1).getAttribute("aria-valuetext"), /60 Hz, \+4\.0 dB/);
  await page.keyboard.press("a");
  await page.getByRole("combobox", { name: "Preset" }).focus();
  const import_ = (text) => page.locator("#preset_file").setInputFiles({ name: "Phones.txt", mimeType: "text/plain", buffer: Buffer.from(text) });
  await import_("Preamp: -6 dB\nFilter 1: ON PK Fc nonsense Hz Gain 3 dB Q 1\n");
  await page.getByRole("alert").filter({ hasText: /Phones\.txt: line 2: .*stays as it was/ }).waitFor();
  await import_("Preamp: -6 dB\nFilter 1: ON LSC Fc 105 Hz Gain 3 dB Q 0.7\n");
  await page.getByRole("slider", { name: "Band 1, Low shelf" }).waitFor();
  assert.equal(await page.getByRole("combobox", { name: "Preset" }).inputValue(), "tPhones");
  assert.equal(await page.locator("#preset_problem").isHidden(), true);
});

onPage("what cannot be played is said beside it, and the rest plays", async (page) => {
  const broken = { name: "Broken.mp3", mimeType: "audio/mpeg", buffer: Buffer.from("not a sound at all") };
  const stranger = { name: "Letter.pdf", mimeType: "application/pdf", buffer: Buffer.from("%PDF") };
  await open(page, broken, stranger, tonesFile);
  await page.getByText("This file is damaged, or in a format that this browser does not decode.").waitFor();
  await page.getByText("1 file is no sound that a browser could play, and left out.").waitFor();
  await page.getByRole("heading", { name: "Tones" }).waitFor();
  await screenshot(page, "damaged");
});

onPage("an export is what attacca render writes", async (page) => {
  // The browser decodes at its device's rate: the file has that rate, so that nothing is resampled on the way.
  const rate = await page.evaluate(() => new OfflineAudioContext(1, 1, new AudioContext().sampleRate).sampleRate);
  const sound = music(3, rate);
  await open(page, { name: "Tones.wav", mimeType: "audio/wav", buffer: wav(sound, rate) });
  await page.getByRole("combobox", { name: "Preset" }).selectOption("orock");
  await page.getByRole("tab", { name: "Export" }).click();
  await page.getByRole("combobox", { name: "Samples" }).selectOption("2");
  const download = page.waitForEvent("download");
  await button(page, "Export WAV").click();
  const made = readWav(await readFile(await (await download).path()));
  await page.getByText(/is written: \d+\.\d MB/).waitFor();
  assert.equal(made[0].length, sound[0].length);
  const error = errorDb(await native.render(sound, rate, "--eq", "rock", "--limiter", "on"), made);
  assert.ok(error < -90, `${error} dB`);
  await screenshot(page, "export");
});

onPage("the worklet sounds as the native engine does", async (page) => {
  const assets = readdirSync(join(studio, "assets"));
  const [worklet] = assets.filter((name) => name.startsWith("deck_processor"));
  const [module] = assets.filter((name) => name.endsWith(".wasm"));
  const heard = await page.evaluate(
    async ({ worklet, module, file, rate, frames }) => {
      const compiled = await WebAssembly.compile(await (await fetch(`assets/${module}`)).arrayBuffer());
      const exports = new WebAssembly.Instance(compiled, {}).exports;
      exports._initialize();
      for (let i = 0; i < exports.preset_count(); ++i) {
        exports.take_preset(i);
        const text = new TextDecoder().decode(new Uint8Array(exports.memory.buffer, exports.text(), 8).slice());
        if (text.startsWith("rock\n")) break;
      }
      const numbers = new Float64Array(exports.memory.buffer, exports.bands(), 162).slice();
      const context = new OfflineAudioContext(2, frames + 4096, rate);
      const sound = await context.decodeAudioData(Uint8Array.from(atob(file), (c) => c.charCodeAt(0)).buffer);
      await context.audioWorklet.addModule(`assets/${worklet}`);
      const node = new AudioWorkletNode(context, "attacca-deck", {
        numberOfInputs: 0,
        numberOfOutputs: 2,
        outputChannelCount: [2, 1],
        processorOptions: { module: compiled },
      });
      node.connect(context.destination, 0);
      const ask = (request) => node.port.postMessage(request);
      ask({ type: "load", channels: [sound.getChannelData(0).slice(), sound.getChannelData(1).slice()] });
      ask({ type: "bands", numbers });
      ask({ type: "limiter", on: true });
      ask({ type: "play" });
      // It answers messages in their order: what it refuses comes back when the others have been taken.
      const taken = new Promise((resolve) => (node.port.onmessage = (event) => event.data.type === "refused" && resolve()));
      ask({ type: "signal", kind: 0, hz: -1, endHz: 1, db: 0, durationS: 1, duty: 0.5 });
      void context.suspend(0).then(() => taken).then(() => context.resume());
      const rendered = await context.startRendering();
      return [0, 1].map((c) => Array.from(rendered.getChannelData(c)));
    },
    { worklet, module, file: tonesFile.buffer.toString("base64"), rate: kRate, frames: tones[0].length },
  );
  const wanted = await native.render(tones, kRate, "--eq", "rock", "--limiter", "on");
  // Messages may take the worklet some quanta; the limiter's latency comes on top.
  const begin = heard[0].findIndex((sample) => Math.abs(sample) > 1e-9) - wanted[0].findIndex((sample) => Math.abs(sample) > 1e-9);
  const error = errorDb(wanted, heard.map((samples) => samples.slice(begin)));
  assert.ok(error < -90, `${error} dB, ${begin} frames late`);
});

onPage("the microphone's notes and pitch are shown", async (page) => {
  await page.getByRole("tab", { name: "Notes" }).click();
  await button(page, "Listen to the microphone").click();
  await button(page, "Stop listening").waitFor();
  const list = page.getByRole("list", { name: "Notes heard" });
  for (const name of ["C4", "E4", "G4", "C5"]) await list.getByText(new RegExp(`^${name} `)).first().waitFor();
  await page.getByRole("img", { name: /^Tuner: [A-G]/ }).waitFor();
  await screenshot(page, "notes");
  await button(page, "Stop listening").click();
});

onPage("the generator sounds", async (page) => {
  await page.getByRole("tab", { name: "Generator" }).click();
  await button(page, "Sound the signal").click();
  await page.getByRole("heading", { name: "Test signal" }).waitFor();
  await page.getByLabel("Frequency, Hz").fill("1000");
  await page.getByRole("combobox", { name: "Signal" }).selectOption("1");
  await page.getByLabel("Duty").waitFor();
  await button(page, "Silence").click();
  await button(page, "Sound the signal").waitFor();
});

onPage("the keys that help lists work", async (page) => {
  const chooser = page.waitForEvent("filechooser", { timeout: 60_000 });
  await open(page, tonesFile);
  await page.getByRole("heading", { name: "Tones" }).waitFor();
  await page.keyboard.press("F1");
  const help = page.getByRole("dialog", { name: "Keyboard shortcuts" });
  await help.getByText("Play or pause").waitFor();
  await screenshot(page, "help");
  await page.keyboard.press("Escape");
  await help.waitFor({ state: "hidden" });
  await isPlaying(page); // Opening files is what its user just did, so they play.
  await page.keyboard.press("Space");
  await button(page, "Play").waitFor();
  await page.keyboard.press("Space");
  await isPlaying(page);
  const volume = page.getByRole("slider", { name: "Volume" });
  await page.keyboard.press("ArrowUp");
  assert.equal(await volume.inputValue(), "85");
  await page.getByText("Over 80 %: loud on headphones.").waitFor();
  await page.keyboard.press("Escape");
  assert.equal(await volume.inputValue(), "20");
  await page.keyboard.press("m");
  assert.equal(await volume.inputValue(), "0");
  await page.keyboard.press("l");
  await button(page, "Loop: list").waitFor();
  await page.keyboard.press("e");
  assert.equal(await button(page, "Bypass").getAttribute("aria-pressed"), "true");
  await page.keyboard.press("2");
  await button(page, "Listen to the microphone").waitFor();
  await page.keyboard.press("Control+o");
  await chooser;
});

onPage("everything can be reached by Tab", async (page) => {
  await open(page, tonesFile);
  await page.getByRole("heading", { name: "Tones" }).waitFor();
  const reached = new Set();
  for (let i = 0; i < 70; ++i) {
    await page.keyboard.press("Tab");
    reached.add(await page.evaluate(() => document.activeElement?.id || document.activeElement?.getAttribute("aria-label") || document.activeElement?.textContent));
  }
  for (const id of ["open", "theme", "help", "seek", "play", "volume", "tab_equalizer", "preset", "limiter", "style", "preamp"]) {
    assert.ok(reached.has(id), `${id} is not reached: ${[...reached].join(", ")}`);
  }
  for (let i = 1; i <= 8; ++i) assert.ok(reached.has(`Band ${i}, Peak`));
});

for (const theme of ["light", "dark", "high_contrast"]) {
  onPage(`accessible in the theme ${theme}`, async (page) => {
    await open(page, tonesFile);
    await page.getByRole("heading", { name: "Tones" }).waitFor();
    await page.getByRole("combobox", { name: "Theme" }).selectOption(theme);
    for (const tab of ["Equalizer", "Notes", "Generator", "Export"]) {
      await page.getByRole("tab", { name: tab }).click();
      // Colors fade from one theme to the next: axe is to see where they end.
      await page.evaluate(() => Promise.allSettled(document.getAnimations().map((one) => one.finished)));
      const { violations } = await page.evaluate(`${axe}; axe.run()`);
      assert.deepEqual(violations.map(({ id, nodes }) => `${tab}: ${id}: ${nodes.map((node) => node.html).join(" ")}`), []);
    }
    await page.getByRole("tab", { name: "Equalizer" }).click();
    await screenshot(page, `theme_${theme}`);
  });
}

onPage("a phone's screen holds it", async (page) => {
  await page.setViewportSize({ width: 360, height: 640 });
  await open(page, tonesFile);
  await page.getByRole("heading", { name: "Tones" }).waitFor();
  for (const tab of ["Equalizer", "Notes", "Generator", "Export"]) {
    await page.getByRole("tab", { name: tab }).click();
    const width = await page.evaluate(() => document.documentElement.scrollWidth);
    assert.ok(width <= 360, `${tab} is ${width} wide`);
    await page.getByRole("tablist").evaluate((tabs) => tabs.scrollIntoView());
    await screenshot(page, `phone_${tab.toLowerCase()}`);
  }
});

test("without leave to listen, the page says what to do", async () => {
  const denied = await openBrowser(["--deny-permission-prompts"]);
  try {
    const { page } = await openPage(denied.context, server.url);
    await page.getByRole("tab", { name: "Notes" }).click();
    await button(page, "Listen to the microphone").click();
    await page.getByRole("alert").filter({ hasText: /No microphone was found|The microphone is not allowed here/ }).waitFor();
    await screenshot(page, "microphone");
  } finally {
    await denied.close();
  }
});

test("attacca serve hands it out under its strict policy", async () => {
  const program = process.env.ATTACCA_PROGRAM ?? join(root, "build/dev/apps/attacca/attacca");
  const service = spawn(program, ["serve", "--http", "0", "--studio", studio, "--quiet"], { stdio: ["ignore", "pipe", "inherit"] });
  try {
    const url = await new Promise((resolve, reject) => {
      service.stdout.once("data", (line) => resolve(String(line).trim()));
      service.once("exit", (status) => reject(new Error(`attacca serve ended with status ${status}`)));
    });
    const { page, errors } = await openPage(browser.context, url);
    await open(page, tonesFile);
    await page.getByRole("heading", { name: "Tones" }).waitFor();
    await hasMoved(page);
    assert.deepEqual(errors, []);
    await page.close();
  } finally {
    service.kill();
  }
});
