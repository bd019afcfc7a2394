// The spectrum, and over it the equalizer's bands as sliders that can be dragged, turned and stepped.
import { hasGain, kKinds, type Band, type Equalizer, type EqualizerState, writeBands } from "./equalizer";
import type { FrameLoop } from "./frames";
import type { StudioModule } from "./module";
import { dbText, element, hzText } from "./page";
import { Picture, PictureKind } from "./picture";
import type { Player } from "./player";

const kFrames = 2048;
const kPicturesPerSecond = 60;
const kRestS = 1.5; // How long a spectrum falls after the sound has stopped.
const kBars = [64, 240, 240, 96]; // Of each style.

export function bandText(band: Band): string {
  const gain = hasGain(band.kind) ? `${dbText(band.db)}, ` : "";
  const widths = ["Q", "octaves", "slope"];
  return `${hzText(band.hz)}, ${gain}${widths[band.unit] ?? "Q"} ${band.width.toFixed(2)}`;
}

export class SpectrumPanel {
  readonly spectrum: Picture;
  readonly spectrogram: Picture;
  readonly oscilloscope: Picture;
  readonly #module: StudioModule;
  readonly #player: Player;
  readonly #equalizer: Equalizer;
  readonly #frames: FrameLoop;
  readonly #handles = element("handles", HTMLDivElement);
  readonly #samples = new Float32Array(kFrames);
  #style = -1;
  #openedRate = 0;
  #restFrom = 0;

  constructor(player: Player, module: StudioModule, frames: FrameLoop) {
    this.#player = player;
    this.#module = module;
    this.#equalizer = player.equalizer;
    this.#frames = frames;
    this.spectrum = new Picture(module, PictureKind.spectrum, element("spectrum", HTMLCanvasElement), frames);
    this.spectrogram = new Picture(module, PictureKind.spectrogram, element("spectrogram", HTMLCanvasElement), frames);
    this.oscilloscope = new Picture(module, PictureKind.oscilloscope, element("oscilloscope", HTMLCanvasElement), frames);
    frames.add(() => this.#hear());
    frames.add(() => this.#placeHandles());
    this.#handles.addEventListener("pointermove", (event) => this.#hover(event));
    this.#handles.addEventListener("pointerleave", () => this.#equalizer.hover(-1));
    this.#equalizer.state.watch((state) => this.#show(state));
  }

  setStyle(style: number): void {
    this.#style = style;
    this.#openedRate = 0;
    this.#module.spectrum_style(style);
    this.#frames.request();
  }

  #hear(): void {
    const sound = this.#player.sound;
    const module = this.#module;
    const { playing, generating } = this.#player.state.value;
    if (sound === null || !(this.spectrum.shown || this.spectrogram.shown || this.oscilloscope.shown)) return;
    if (this.#openedRate !== this.#player.sampleRate) {
      this.#openedRate = this.#player.sampleRate;
      module.spectrum_open(this.#openedRate, kBars[this.#style] ?? 64, kPicturesPerSecond);
      this.#layCurve(this.#equalizer.state.value);
    }
    const sounds = playing || generating;
    const now = performance.now() / 1000;
    if (sounds) this.#restFrom = now;
    const falls = !sounds && now < this.#restFrom + kRestS;
    this.#frames.setMoving("spectrum", falls);
    if (sounds) sound.read(this.#samples);
    else this.#samples.fill(0);
    if (!sounds && !falls) return module.spectrum_rest();
    new Float32Array(module.memory.buffer, module.spectrum_input(), kFrames).set(this.#samples);
    module.spectrum_take();
    if (sounds && this.spectrogram.shown) module.spectrogram_take();
    if (sounds && this.oscilloscope.shown) module.oscilloscope_take();
  }

  #layCurve(state: EqualizerState): void {
    writeBands(this.#module, state.settings);
    this.#module.spectrum_equalizer(this.#player.sampleRate, state.bypass ? 1 : 0, state.selected, state.hovered);
  }

  #show(state: EqualizerState): void {
    this.#layCurve(state);
    const { bands } = state.settings;
    while (this.#handles.children.length > bands.length) this.#handles.lastElementChild?.remove();
    while (this.#handles.children.length < bands.length) this.#addHandle(this.#handles.children.length);
    bands.forEach((band, i) => {
      const handle = this.#handles.children[i]!;
      handle.setAttribute("aria-label", `Band ${i + 1}, ${kKinds[band.kind]}`);
      handle.setAttribute("aria-valuenow", band.db.toFixed(1));
      handle.setAttribute("aria-valuetext", bandText(band));
    });
    this.#frames.request();
  }

  #placeHandles(): void {
    if (!this.spectrum.shown || this.#style === 3) {
      this.#handles.hidden = true;
      return;
    }
    this.#handles.hidden = false;
    const scale = this.spectrum.scale;
    for (let i = 0; i < this.#handles.children.length; ++i) {
      const handle = this.#handles.children[i] as HTMLElement;
      const x = (this.#module.spectrum_handle_x(i) / scale).toFixed(1);
      const y = (this.#module.spectrum_handle_y(i) / scale).toFixed(1);
      const place = `translate(${x}px, ${y}px)`;
      if (handle.style.transform !== place) handle.style.transform = place;
    }
  }

  #hover(event: PointerEvent): void {
    const box = this.#handles.getBoundingClientRect();
    const scale = this.spectrum.scale;
    this.#equalizer.hover(
      this.#module.spectrum_handle_at((event.clientX - box.left) * scale, (event.clientY - box.top) * scale),
    );
  }

  #addHandle(index: number): void {
    const handle = document.createElement("div");
    handle.className = "handle";
    handle.tabIndex = 0;
    handle.setAttribute("role", "slider");
    handle.setAttribute("aria-orientation", "vertical");
    handle.setAttribute("aria-valuemin", "-24");
    handle.setAttribute("aria-valuemax", "24");
    handle.setAttribute("aria-describedby", "handle_keys");
    handle.addEventListener("focus", () => this.#equalizer.select(index));
    handle.addEventListener("pointerdown", (event) => {
      handle.setPointerCapture(event.pointerId);
      handle.focus();
      this.#equalizer.select(index);
    });
    handle.addEventListener("pointermove", (event) => {
      if (handle.hasPointerCapture(event.pointerId)) this.#drag(index, event);
    });
    handle.addEventListener("dblclick", () => this.#equalizer.resetBand(index));
    handle.addEventListener(
      "wheel",
      (event) => {
        event.preventDefault();
        this.#turn(index, event.deltaY < 0 ? 1.1 : 1 / 1.1);
      },
      { passive: false },
    );
    handle.addEventListener("keydown", (event) => this.#key(index, event));
    this.#handles.append(handle);
  }

  #drag(index: number, event: PointerEvent): void {
    const box = this.#handles.getBoundingClientRect();
    const scale = this.spectrum.scale;
    const hz = this.#module.spectrum_frequency_at((event.clientX - box.left) * scale);
    const db = this.#module.spectrum_gain_at((event.clientY - box.top) * scale);
    const band = this.#equalizer.state.value.settings.bands[index];
    if (band === undefined) return;
    this.#equalizer.setBand(index, hasGain(band.kind) ? { hz, db: Math.round(db * 10) / 10 } : { hz });
  }

  #turn(index: number, factor: number): void {
    const band = this.#equalizer.state.value.settings.bands[index];
    if (band !== undefined) this.#equalizer.setBand(index, { width: band.width * factor });
  }

  #key(index: number, event: KeyboardEvent): void {
    const band = this.#equalizer.state.value.settings.bands[index];
    if (band === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    const fine = event.shiftKey;
    const semitone = 2 ** ((fine ? 0.25 : 1) / 12);
    switch (event.key) {
      case "ArrowUp":
        this.#equalizer.setBand(index, { db: band.db + (fine ? 0.1 : 0.5) });
        break;
      case "ArrowDown":
        this.#equalizer.setBand(index, { db: band.db - (fine ? 0.1 : 0.5) });
        break;
      case "ArrowRight":
        this.#equalizer.setBand(index, { hz: band.hz * semitone });
        break;
      case "ArrowLeft":
        this.#equalizer.setBand(index, { hz: band.hz / semitone });
        break;
      case "PageUp":
        this.#turn(index, fine ? 1.02 : 1.1);
        break;
      case "PageDown":
        this.#turn(index, 1 / (fine ? 1.02 : 1.1));
        break;
      case "Home":
        this.#equalizer.resetBand(index);
        break;
      case "Delete":
        this.#equalizer.removeBand(index);
        break;
      default:
        return;
    }
    event.preventDefault();
    event.stopPropagation();
  }
}
