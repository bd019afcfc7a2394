// The WebAssembly module: what it exports, and how it is loaded. web/module says what each function does.
import moduleUrl from "attacca.wasm?url";

/** Pointers are byte offsets in `memory`. */
export interface StudioModule extends WebAssembly.Exports {
  memory: WebAssembly.Memory;

  bands(): number;
  parse_bands(length: number): number;
  preset_count(): number;
  take_preset(index: number): void;
  bands_gain_db(frequencyHz: number, sampleRate: number): number;
  text(): number;
  text_size(): number;

  render_open(sampleRate: number, channels: number, gainDb: number, limiter: number, format: number): number;
  render_input(): number;
  render_process(frames: number): number;
  render_silence(frames: number): number;
  render_output(): number;

  picture_resize(kind: number, width: number, height: number, scale: number): void;
  picture_theme(kind: number, theme: number): void;
  picture_draw(kind: number): number;
  picture_boxes(): number;
  picture_pixels(kind: number): number;

  spectrum_open(sampleRate: number, bars: number, picturesPerSecond: number): number;
  spectrum_input(): number;
  spectrum_take(): void;
  spectrogram_take(): void;
  oscilloscope_take(): void;
  spectrum_rest(): void;
  spectrum_style(style: number): void;
  spectrum_equalizer(sampleRate: number, bypassed: number, selected: number, hovered: number): void;
  spectrum_handle_at(x: number, y: number): number;
  spectrum_handle_x(band: number): number;
  spectrum_handle_y(band: number): number;
  spectrum_frequency_at(x: number): number;
  spectrum_gain_at(y: number): number;

  waveform_columns(): number;
  waveform_take(count: number, loadedShare: number, durationS: number): void;
  waveform_position(positionS: number): void;
  waveform_hover(positionS: number): void;
  waveform_time_at(x: number): number;
  meter_levels(): number;
  meter_take(channels: number): void;
  meter_clear(): void;
  roll_notes(): number;
  roll_take(count: number): void;
  roll_window(beginS: number, durationS: number): void;
  tuner_take(frequencyHz: number, a4Hz: number): void;
}

/** Compiled once; each thread that needs it makes an instance of its own. */
export async function compileModule(): Promise<WebAssembly.Module> {
  const response = await fetch(moduleUrl);
  if (!response.ok) throw new Error(`attacca.wasm could not be loaded: ${response.status} ${response.statusText}`);
  // Not compileStreaming: servers that do not know the type of the file must do, too.
  return WebAssembly.compile(await response.arrayBuffer());
}

export function instantiate(module: WebAssembly.Module): StudioModule {
  const exports = new WebAssembly.Instance(module, {}).exports as StudioModule;
  (exports._initialize as () => void)();
  return exports;
}
