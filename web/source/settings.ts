// What is remembered from one visit to the next.
import type { Band, EqualizerSettings } from "./equalizer";

export interface Settings {
  theme: "system" | "light" | "dark" | "high_contrast";
  style: number;
  volume: number; // In percent.
  limiter: boolean;
  bypass: boolean;
  loop: "off" | "list" | "track";
  tab: string;
  settings: [EqualizerSettings, EqualizerSettings]; // A and B.
  side: 0 | 1;
  presets: Record<string, EqualizerSettings>; // The user's.
}

const kKey = "attacca-studio";

/** The eight classic bands, flat. */
export function classicBands(): Band[] {
  return Array.from({ length: 8 }, (_, i) => ({ kind: 0, hz: 60 * 2 ** i, db: 0, width: 1, unit: 0 }));
}

function fresh(): Settings {
  const flat = () => ({ preampDb: 0, bands: classicBands() });
  return {
    theme: "system",
    style: 0,
    volume: 80,
    limiter: true,
    bypass: false,
    loop: "off",
    tab: "equalizer",
    settings: [flat(), flat()],
    side: 0,
    presets: {},
  };
}

const isNumber = (value: unknown): value is number => typeof value === "number" && Number.isFinite(value);

function isEqualizer(value: unknown): value is EqualizerSettings {
  const settings = value as EqualizerSettings | null;
  return (
    isNumber(settings?.preampDb) &&
    Array.isArray(settings.bands) &&
    settings.bands.length <= 32 &&
    settings.bands.every((band) => [band?.kind, band?.hz, band?.db, band?.width, band?.unit].every(isNumber))
  );
}

/** What was kept, as far as it makes sense: another version of the page, or another hand, may have written it. */
export function loadSettings(): Settings {
  const settings = fresh();
  try {
    const kept = JSON.parse(localStorage.getItem(kKey) ?? "{}") as Partial<Settings>;
    if (["system", "light", "dark", "high_contrast"].includes(kept.theme ?? "")) settings.theme = kept.theme!;
    if (isNumber(kept.style) && kept.style >= 0 && kept.style <= 3) settings.style = kept.style;
    if (isNumber(kept.volume) && kept.volume >= 0 && kept.volume <= 100) settings.volume = kept.volume;
    if (typeof kept.limiter === "boolean") settings.limiter = kept.limiter;
    if (typeof kept.bypass === "boolean") settings.bypass = kept.bypass;
    if (["off", "list", "track"].includes(kept.loop ?? "")) settings.loop = kept.loop!;
    if (typeof kept.tab === "string") settings.tab = kept.tab;
    if (kept.settings?.length === 2 && kept.settings.every(isEqualizer)) settings.settings = kept.settings;
    if (kept.side === 1) settings.side = 1;
    for (const [name, preset] of Object.entries(kept.presets ?? {})) {
      if (isEqualizer(preset)) settings.presets[name] = preset;
    }
  } catch {
    return fresh(); // Not JSON, or no storage allowed here.
  }
  return settings;
}

export function saveSettings(settings: Settings): void {
  try {
    localStorage.setItem(kKey, JSON.stringify(settings));
  } catch {
    // A browser that keeps nothing for this page: everything else works.
  }
}
