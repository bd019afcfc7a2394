// What the deck's worklet calls of the module.
export interface DeckModule extends WebAssembly.Exports {
  memory: WebAssembly.Memory;
  _initialize(): void;
  bands(): number;
  deck_open(sampleRate: number): void;
  deck_latency_frames(): number;
  deck_input(): number;
  deck_output(): number;
  deck_wanted(): number;
  deck_supply(frames: number): void;
  deck_end(): void;
  deck_wrap(fileFrame: number): void;
  deck_seek(fileFrame: number): void;
  deck_process(frames: number): void;
  deck_play(): void;
  deck_pause(): void;
  deck_set_bands(): void;
  deck_set_bypass(on: number): void;
  deck_set_gain_db(gainDb: number): void;
  deck_set_limiter(on: number): void;
  deck_set_source(source: number): void;
  deck_set_signal(kind: number, hz: number, endHz: number, db: number, durationS: number, duty: number): number;
  deck_status(): number;
  deck_reset_levels(): void;
}

/** What the page asks of the worklet. */
export type DeckRequest =
  | { type: "load"; channels: Float32Array[] }
  | { type: "play" }
  | { type: "pause" }
  | { type: "seek"; frame: number }
  | { type: "loop"; on: boolean }
  | { type: "bands"; numbers: Float64Array }
  | { type: "bypass"; on: boolean }
  | { type: "gain"; db: number }
  | { type: "limiter"; on: boolean }
  | { type: "source"; source: "file" | "generator" }
  | { type: "signal"; kind: number; hz: number; endHz: number; db: number; durationS: number; duty: number }
  | { type: "reset_levels" };

/** And hears of it. */
export type DeckReport = { type: "ended" } | { type: "refused" };

/** The numbers of `deck_status`, then `kMark`, which proves that a reading begins where a quantum does. */
export const kStatusValues = 12;
export const kMark = 24301;
/** Of the module's array of bands: 2 and 5 for each of 32. */
export const kBandNumbers = 162;
