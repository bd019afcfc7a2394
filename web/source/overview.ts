// The waveform's columns, worked out in pieces so that the page stays awake.
import type { Decoded } from "./library";

export const kColumns = 2048;
const kFramesAtOnce = 1 << 20;

/** Fills `columns` with lowest, highest and RMS of each; tells the share that is known. Stops when aborted. */
export async function overview(
  sound: Decoded,
  columns: () => Float32Array,
  progress: (count: number, share: number) => void,
  signal: AbortSignal,
): Promise<void> {
  const count = Math.max(1, Math.min(kColumns, sound.frames));
  let worked = 0;
  for (let column = 0; column < count; ++column) {
    const begin = Math.floor((column * sound.frames) / count);
    const end = Math.floor(((column + 1) * sound.frames) / count);
    let lowest = 0;
    let highest = 0;
    let power = 0;
    for (const samples of sound.channels) {
      for (let i = begin; i < end; ++i) {
        const sample = samples[i]!;
        if (sample < lowest) lowest = sample;
        if (sample > highest) highest = sample;
        power += sample * sample;
      }
    }
    const rms = Math.sqrt(power / Math.max(1, (end - begin) * sound.channels.length));
    columns().set([lowest, highest, rms], 3 * column);
    worked += end - begin;
    if (worked >= kFramesAtOnce) {
      worked = 0;
      progress(count, (column + 1) / count);
      await new Promise((resolve) => setTimeout(resolve));
      if (signal.aborted) return;
    }
  }
  progress(count, 1);
}
