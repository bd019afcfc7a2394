// A file through the engine's plan into the bytes of a WAV file; the worker runs it, and the tests do without one.
import type { EqualizerSettings } from "./equalizer";
import { writeBands } from "./equalizer";
import type { StudioModule } from "./module";

export interface RenderJob {
  channels: Float32Array[];
  sampleRate: number;
  settings: EqualizerSettings;
  gainDb: number;
  limiter: boolean;
  format: number; // 0: 16 bits, 1: 24 bits, 2: 32-bit float.
}

export const kFramesAtOnce = 4096;
const kBits = [16, 24, 32];

export function wavHeader(job: RenderJob): Uint8Array<ArrayBuffer> {
  const bits = kBits[job.format] ?? 16;
  const frameBytes = (job.channels.length * bits) / 8;
  const dataBytes = frameBytes * (job.channels[0]?.length ?? 0);
  const header = new DataView(new ArrayBuffer(44));
  const text = (at: number, letters: string) => [...letters].forEach((letter, i) => header.setUint8(at + i, letter.charCodeAt(0)));
  text(0, "RIFF");
  header.setUint32(4, 36 + dataBytes, true);
  text(8, "WAVEfmt ");
  header.setUint32(16, 16, true);
  header.setUint16(20, bits === 32 ? 3 : 1, true);
  header.setUint16(22, job.channels.length, true);
  header.setUint32(24, job.sampleRate, true);
  header.setUint32(28, job.sampleRate * frameBytes, true);
  header.setUint16(32, frameBytes, true);
  header.setUint16(34, bits, true);
  text(36, "data");
  header.setUint32(40, dataBytes, true);
  return new Uint8Array(header.buffer);
}

/** The file piece by piece, the header first. */
export function* render(module: StudioModule, job: RenderJob): Generator<{ bytes: Uint8Array<ArrayBuffer>; share: number }> {
  const frames = job.channels[0]?.length ?? 0;
  yield { bytes: wavHeader(job), share: 0 };
  writeBands(module, job.settings);
  let latency = module.render_open(job.sampleRate, job.channels.length, job.gainDb, job.limiter ? 1 : 0, job.format);
  const output = (bytes: number) => new Uint8Array(module.memory.buffer, module.render_output(), bytes).slice();
  for (let done = 0; done < frames; done += kFramesAtOnce) {
    const count = Math.min(kFramesAtOnce, frames - done);
    job.channels.forEach((samples, i) => {
      const place = module.render_input() + 4 * i * kFramesAtOnce;
      new Float32Array(module.memory.buffer, place, count).set(samples.subarray(done, done + count));
    });
    yield { bytes: output(module.render_process(count)), share: (done + count) / frames };
  }
  while (latency > 0) {
    const count = Math.min(kFramesAtOnce, latency);
    yield { bytes: output(module.render_silence(count)), share: 1 };
    latency -= count;
  }
}
