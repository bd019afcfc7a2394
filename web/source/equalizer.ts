// The equalizer as the page knows it: two settings to compare, bypass, presets; and how it crosses into the module.
import type { StudioModule } from "./module";
import { kBandNumbers } from "./deck_module";
import { Store } from "./store";

export interface Band {
  kind: number; // As kKinds counts.
  hz: number;
  db: number;
  width: number;
  unit: number; // 0: Q, 1: octaves, 2: slope.
}

export interface EqualizerSettings {
  preampDb: number;
  bands: Band[];
}

export interface EqualizerState {
  settings: EqualizerSettings;
  side: 0 | 1;
  bypass: boolean;
  selected: number; // A band, or −1.
  hovered: number;
}

export interface Preset {
  name: string;
  purpose: string;
  settings: EqualizerSettings;
}

export const kKinds = ["Peak", "Low shelf", "High shelf", "Low pass", "High pass", "Notch", "Band pass", "All pass"];
export const kMostBands = 32;
export const hasGain = (kind: number) => kind <= 2;

const clamp = (value: number, low: number, high: number) => Math.min(Math.max(value, low), high);

export function bandNumbers(settings: EqualizerSettings): Float64Array {
  const numbers = new Float64Array(kBandNumbers);
  numbers[0] = settings.preampDb;
  numbers[1] = settings.bands.length;
  settings.bands.forEach((band, i) => numbers.set([band.kind, band.hz, band.db, band.width, band.unit], 2 + 5 * i));
  return numbers;
}

export function writeBands(module: StudioModule, settings: EqualizerSettings): void {
  new Float64Array(module.memory.buffer, module.bands(), kBandNumbers).set(bandNumbers(settings));
}

function readBands(module: StudioModule): EqualizerSettings {
  const numbers = Array.from(new Float64Array(module.memory.buffer, module.bands(), kBandNumbers));
  const bands: Band[] = [];
  for (let at = 2; at < 2 + 5 * numbers[1]!; at += 5) {
    const [kind, hz, db, width, unit] = numbers.slice(at, at + 5) as [number, number, number, number, number];
    bands.push({ kind, hz, db, width, unit });
  }
  return { preampDb: numbers[0]!, bands };
}

function readText(module: StudioModule): string {
  const bytes = new Uint8Array(module.memory.buffer, module.text(), module.text_size());
  return new TextDecoder().decode(bytes.slice(0, bytes.indexOf(0)));
}

export function ourPresets(module: StudioModule): Preset[] {
  return Array.from({ length: module.preset_count() }, (_, i) => {
    module.take_preset(i);
    const [name = "", purpose = ""] = readText(module).split("\n");
    return { name, purpose, settings: readBands(module) };
  });
}

/** Equalizer APO's text, as AutoEq writes it. Throws an Error that names the line. */
export function parseEqualizer(module: StudioModule, text: string): EqualizerSettings {
  const bytes = new TextEncoder().encode(text);
  if (bytes.length >= module.text_size()) throw new Error("too large for an equalizer file (over 64 KiB)");
  new Uint8Array(module.memory.buffer, module.text(), bytes.length).set(bytes);
  if (module.parse_bands(bytes.length) === 0) throw new Error(readText(module));
  const settings = readBands(module);
  if (settings.bands.length === 0 && settings.preampDb === 0) throw new Error("no filter in it");
  return settings;
}

export class Equalizer {
  readonly state: Store<EqualizerState>;
  readonly #sides: [EqualizerSettings, EqualizerSettings];

  constructor(sides: [EqualizerSettings, EqualizerSettings], side: 0 | 1, bypass: boolean) {
    this.#sides = sides;
    this.state = new Store<EqualizerState>({ settings: sides[side], side, bypass, selected: -1, hovered: -1 });
  }

  get sides(): [EqualizerSettings, EqualizerSettings] {
    return this.#sides;
  }

  get band(): Band | undefined {
    return this.state.value.settings.bands[this.state.value.selected];
  }

  #change(change: Partial<EqualizerState>): void {
    const state = { ...this.state.value, ...change };
    this.#sides[state.side] = state.settings;
    this.state.set(state);
  }

  take(settings: EqualizerSettings): void {
    this.#change({ settings: structuredClone(settings), selected: -1, hovered: -1 });
  }

  setBand(index: number, change: Partial<Band>): void {
    const { settings } = this.state.value;
    const band = settings.bands[index];
    if (band === undefined) return;
    const bands = [...settings.bands];
    const wanted = { ...band, ...change };
    bands[index] = {
      ...wanted,
      hz: clamp(wanted.hz, 10, 22000),
      db: clamp(wanted.db, -24, 24),
      width: clamp(wanted.width, 0.1, 30),
    };
    this.#change({ settings: { ...settings, bands } });
  }

  /** Back to 0 dB and a Q of 1; the frequency stays. */
  resetBand(index: number): void {
    this.setBand(index, { db: 0, width: 1, unit: 0 });
  }

  addBand(): void {
    const { settings } = this.state.value;
    if (settings.bands.length >= kMostBands) return;
    const bands = [...settings.bands, { kind: 0, hz: 1000, db: 0, width: 1, unit: 0 }];
    this.#change({ settings: { ...settings, bands }, selected: bands.length - 1 });
  }

  removeBand(index: number): void {
    const { settings } = this.state.value;
    const bands = settings.bands.filter((_, i) => i !== index);
    this.#change({ settings: { ...settings, bands }, selected: Math.min(index, bands.length - 1), hovered: -1 });
  }

  setPreamp(db: number): void {
    this.#change({ settings: { ...this.state.value.settings, preampDb: clamp(db, -30, 30) } });
  }

  select(index: number): void {
    if (index !== this.state.value.selected) this.#change({ selected: index });
  }

  hover(index: number): void {
    if (index !== this.state.value.hovered) this.#change({ hovered: index });
  }

  setBypass(bypass: boolean): void {
    this.#change({ bypass });
  }

  compare(): void {
    const side = this.state.value.side === 0 ? 1 : 0;
    this.#change({ side, settings: this.#sides[side], selected: -1, hovered: -1 });
  }
}
