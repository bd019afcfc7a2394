// The module by itself, in Node, against the native program.
import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { pathToFileURL } from "node:url";
import { root, studio } from "./browser.mjs";
import * as native from "./native.mjs";
import { errorDb, melody, music } from "./sounds.mjs";

const kRate = 48000;
const kPlane = 1024; // Samples of one channel in the deck's arrays.
const kQuantum = 128;
const bytes = await readFile(join(root, "build/web/web/module/attacca.wasm"));
const compiled = await WebAssembly.compile(bytes);

function instance() {
  const module = new WebAssembly.Instance(compiled, {}).exports;
  module._initialize();
  return module;
}

const floats = (module, place, count) => new Float32Array(module.memory.buffer, place, count);

function choosePreset(module, name) {
  for (let i = 0; i < module.preset_count(); ++i) {
    module.take_preset(i);
    if (text(module).split("\n")[0] === name) return;
  }
  assert.fail(`no preset ${name}`);
}

function text(module) {
  const all = Buffer.from(module.memory.buffer, module.text(), module.text_size());
  return all.toString("utf8", 0, all.indexOf(0));
}

function parse(module, written) {
  const source = Buffer.from(written);
  new Uint8Array(module.memory.buffer, module.text(), source.length).set(source);
  return module.parse_bands(source.length) === 1;
}

/** What the worklet does, quantum by quantum; `each` is called before every one. */
function play(module, channels, quanta, { loop = false, each = () => {} } = {}) {
  const heard = [new Float32Array(quanta * kQuantum), new Float32Array(quanta * kQuantum)];
  let next = 0;
  for (let quantum = 0; quantum < quanta; ++quantum) {
    next = each(quantum) ?? next;
    for (let wanted = module.deck_wanted(); wanted > 0; ) {
      if (next === channels[0].length) {
        if (!loop) {
          module.deck_end();
          break;
        }
        next = 0;
        module.deck_wrap(0);
      }
      const count = Math.min(wanted, channels[0].length - next);
      channels.forEach((samples, c) =>
        floats(module, module.deck_input() + 4 * kPlane * c, count).set(samples.subarray(next, next + count)),
      );
      module.deck_supply(count);
      next += count;
      wanted -= count;
    }
    module.deck_process(kQuantum);
    heard.forEach((samples, c) => samples.set(floats(module, module.deck_output() + 4 * kPlane * c, kQuantum), quantum * kQuantum));
  }
  return heard;
}

function deck(module) {
  module.deck_open(kRate);
  module.deck_play();
}

/** Latency taken off, cut to so many frames. */
const aligned = (channels, latency, frames) => channels.map((samples) => samples.subarray(latency, latency + frames));

test("it imports nothing and is small", () => {
  assert.deepEqual(WebAssembly.Module.imports(compiled), []);
  assert.ok(bytes.length < 300_000, `${bytes.length} bytes`);
});

test("the deck sounds as the native engine does, and its memory stays as large as it is", async () => {
  const sound = music(3);
  const module = instance();
  deck(module);
  choosePreset(module, "rock");
  module.deck_set_bands();
  module.deck_set_limiter(1);
  const memory = module.memory.buffer.byteLength;
  const quanta = Math.ceil((sound[0].length + 1000) / kQuantum);
  const heard = aligned(play(module, sound, quanta), module.deck_latency_frames(), sound[0].length);
  const wanted = await native.render(sound, kRate, "--eq", "rock", "--limiter", "on");
  const error = errorDb(wanted, heard);
  assert.ok(error < -90, `${error} dB`);
  assert.equal(module.memory.buffer.byteLength, memory);
});

test("an export is what attacca render writes", async () => {
  const sound = music(2);
  const module = instance();
  choosePreset(module, "bass-boost");
  let latency = module.render_open(kRate, 2, 3, 1, 2);
  const made = [];
  const take = (count) => made.push(...floats(module, module.render_output(), count / 4));
  for (let done = 0; done < sound[0].length; done += 4096) {
    const count = Math.min(4096, sound[0].length - done);
    sound.forEach((samples, c) => floats(module, module.render_input() + 4 * 4096 * c, count).set(samples.subarray(done, done + count)));
    take(module.render_process(count));
  }
  for (; latency > 0; latency -= Math.min(latency, 4096)) take(module.render_silence(Math.min(latency, 4096)));
  assert.equal(made.length, 2 * sound[0].length);
  const channels = [0, 1].map((c) => Float32Array.from(sound[0], (_, i) => made[2 * i + c]));
  const wanted = await native.render(sound, kRate, "--eq", "bass-boost", "--gain", "3", "--limiter", "on");
  const error = errorDb(wanted, channels);
  assert.ok(error < -90, `${error} dB`);
});

test("the worklet's process allocates nothing once it runs", async () => {
  // The page's own file, in the engine that browsers run it in, with a worklet's globals around it.
  let Processor;
  globalThis.AudioWorkletProcessor = class {
    port = { postMessage() {} };
  };
  globalThis.registerProcessor = (_name, type) => (Processor = type);
  globalThis.sampleRate = kRate;
  const name = readdirSync(join(studio, "assets")).find((file) => file.startsWith("deck_processor"));
  await import(pathToFileURL(join(studio, "assets", name)));
  const worklet = new Processor({ processorOptions: { module: compiled } });
  const channels = music(1);
  for (const data of [{ type: "load", channels }, { type: "loop", on: true }, { type: "play" }]) worklet.port.onmessage({ data });
  const inputs = [];
  const outputs = [[new Float32Array(kQuantum), new Float32Array(kQuantum)], [new Float32Array(kQuantum)]];
  const run = (quanta) => {
    for (let i = 0; i < quanta; ++i) worklet.process(inputs, outputs);
  };
  run(60_000); // Until all of it is compiled.
  const quanta = 20_000;
  // The compiler, working aside, leaves something of its own now and then: the quietest run counts.
  const grown = Array.from({ length: 5 }, () => {
    const before = process.memoryUsage().heapUsed;
    run(quanta);
    return Math.abs(process.memoryUsage().heapUsed - before);
  });
  assert.ok(Math.min(...grown) < 2 * quanta, `${Math.min(...grown)} bytes in ${quanta} quanta`);
  assert.ok(outputs[0][0].some((sample) => sample !== 0));
});

test("a seek is heard faded, and the position follows it", () => {
  const module = instance();
  deck(module);
  const ramp = Float32Array.from({ length: 2 * kRate }, (_, i) => i / (2 * kRate));
  const heard = play(module, [ramp, ramp], 200, {
    each: (quantum) => {
      if (quantum !== 100) return undefined;
      module.deck_seek(kRate);
      return kRate;
    },
  });
  const step = Math.max(...heard[0].subarray(1).map((sample, i) => Math.abs(sample - heard[0][i])));
  assert.ok(step < 0.01, `a step of ${step}`);
  const position = floats(module, module.deck_status(), 1)[0];
  assert.ok(position > 1.2 && position < 1.27, `${position} s`);
});

test("silence after music is no stream of denormals, which processors are slow at", () => {
  const module = instance();
  deck(module);
  choosePreset(module, "rock");
  module.deck_set_bands();
  const sound = music(0.5).map((samples) => Float32Array.from({ length: 4 * kRate }, (_, i) => samples[i] ?? 0));
  const heard = play(module, sound, 1400)[0].subarray(-kRate);
  assert.ok(heard.every((sample) => Math.abs(sample) < 1e-15));
  assert.ok(heard.filter((sample) => sample !== 0 && Math.abs(sample) < 2 ** -126).length === 0);
  assert.ok(heard.some((sample) => sample !== 0));
});

test("a loop joins end and beginning without a gap", () => {
  const module = instance();
  deck(module);
  const period = Float32Array.from({ length: 4800 }, (_, i) => 0.5 * Math.sin((2 * Math.PI * i) / 48));
  const heard = play(module, [period, period], 150, { loop: true })[0];
  const start = module.deck_latency_frames() + 480; // Behind the fade.
  for (let i = start; i < heard.length - 48; ++i) assert.ok(Math.abs(heard[i] - heard[i + 48]) < 1e-4, `frame ${i}`);
  const position = floats(module, module.deck_status(), 1)[0];
  assert.ok(position < 0.1, `${position} s`);
});

test("the end is told, and nothing is called an underrun", () => {
  const module = instance();
  deck(module);
  play(module, music(0.5), 200);
  const [, ended, underruns] = floats(module, module.deck_status(), 3);
  assert.equal(ended, 1);
  assert.equal(underruns, 0);
});

test("the generator's signal changes without a click", () => {
  const module = instance();
  deck(module);
  assert.equal(module.deck_set_signal(0, 440, 0, -6, 1, 0.5), 1);
  module.deck_set_source(1);
  const heard = play(module, [new Float32Array(0), new Float32Array(0)], 300, {
    each: (quantum) => void (quantum === 150 && module.deck_set_signal(0, 660, 0, -12, 1, 0.5)),
  })[0];
  const step = Math.max(...heard.subarray(1).map((sample, i) => Math.abs(sample - heard[i])));
  assert.ok(step < 1.2 * 0.5 * ((2 * Math.PI * 660) / kRate), `a step of ${step}`);
  const last = Math.max(...heard.subarray(-kRate / 100));
  assert.ok(Math.abs(last - 10 ** (-12 / 20)) < 0.01, `${last}`);
  assert.equal(module.deck_set_signal(0, 30000, 0, -6, 1, 0.5), 0);
});

test("notes are those that the native program hears", async () => {
  const pitches = [60, 64, 67, 72];
  const samples = melody(pitches, 0.4);
  const module = instance();
  assert.equal(module.hearing_open(kRate, 440, 0, 1, 21, 108), 1);
  const ended = [];
  const take = (count) => {
    const events = new Float64Array(module.memory.buffer, module.hearing_events(), 8 * count);
    for (let i = 0; i < count; ++i) if (events[8 * i] === 0) ended.push([events[8 * i + 1], events[8 * i + 5]]);
  };
  for (let at = 0; at + kQuantum <= samples.length; at += kQuantum) {
    floats(module, module.hearing_input(), kQuantum).set(samples.subarray(at, at + kQuantum));
    take(module.hearing_process(kQuantum));
  }
  take(module.hearing_finish());
  const wanted = (await native.notes(samples, kRate)).map((note) => [note.midi_pitch, note.onset_s]);
  ended.sort((a, b) => a[1] - b[1]);
  wanted.sort((a, b) => a[1] - b[1]);
  assert.deepEqual(ended.map(([midi]) => midi), wanted.map(([midi]) => midi));
  ended.forEach(([, onset], i) => assert.ok(Math.abs(onset - wanted[i][1]) < 0.011));
  assert.deepEqual([...new Set(ended.map(([midi]) => midi))], pitches);
});

test("an equalizer's text is read, and its error names the line", () => {
  const module = instance();
  assert.ok(parse(module, "Preamp: -3,5 dB\nFilter 1: ON PK Fc 105 Hz Gain 2.5 dB Q 0.70\n"));
  const numbers = new Float64Array(module.memory.buffer, module.bands(), 7);
  assert.deepEqual([...numbers], [-3.5, 1, 0, 105, 2.5, 0.7, 0]);
  assert.ok(!parse(module, "Preamp: -3 dB\nFilter 1: ON PK Fc many Hz Gain 2 dB Q 1\n"));
  assert.match(text(module), /^line:2:/);
});

test("pictures are drawn, and again only what changed", () => {
  const module = instance();
  for (let kind = 0; kind < 7; ++kind) {
    module.picture_theme(kind, 1);
    module.picture_resize(kind, 400, 200, 1);
    assert.ok(module.picture_draw(kind) > 0, `picture ${kind}`);
    assert.equal(module.picture_draw(kind), 0, `picture ${kind} again`);
    const pixels = new Uint8Array(module.memory.buffer, module.picture_pixels(kind), 4 * 400 * 200);
    assert.ok(pixels.every((value, i) => i % 4 !== 3 || value === 255));
    assert.ok(new Set(pixels).size > 4, `picture ${kind} shows something`);
  }
});
