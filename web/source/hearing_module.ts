// What the microphone's worklet calls of the module, and what it tells the page.
export interface HearingModule extends WebAssembly.Exports {
  memory: WebAssembly.Memory;
  _initialize(): void;
  hearing_open(sampleRate: number, a4Hz: number, findA4: number, several: number, lowest: number, highest: number): number;
  hearing_set_profile(index: number): void;
  hearing_input(): number;
  hearing_process(frames: number): number;
  hearing_finish(): number;
  hearing_events(): number;
  hearing_pitch(): number;
  hearing_level(): number;
}

export interface HearingOptions {
  a4Hz: number;
  findA4: boolean;
  /** Of the module's voice profiles; −1: every note. */
  voice: number;
}

/** One note that begins or ends. */
export interface NoteEvent {
  begins: boolean;
  midi: number;
  cents: number;
  velocity: number;
  confidence: number;
  onsetS: number;
  offsetS: number;
}

export const kEventNumbers = 8;

export function readEvent(numbers: Float64Array, at: number): NoteEvent {
  const value = (i: number) => numbers[at * kEventNumbers + i] ?? 0;
  return {
    begins: value(0) === 1,
    midi: value(1),
    cents: value(2),
    velocity: value(3),
    confidence: value(4),
    onsetS: value(5),
    offsetS: value(6),
  };
}
