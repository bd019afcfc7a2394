// One of the module's pictures on a canvas: the module draws into its memory, the page shows the boxes that changed.
import type { FrameLoop } from "./frames";
import type { StudioModule } from "./module";

/** As the module counts. */
export enum PictureKind {
  spectrum,
  spectrogram,
  oscilloscope,
  waveform,
  levelMeter,
  pianoRoll,
  tuner,
}

export class Picture {
  readonly canvas: HTMLCanvasElement;
  readonly #module: StudioModule;
  readonly #kind: PictureKind;
  readonly #context: CanvasRenderingContext2D;
  #pixels: ImageData | null = null;
  #shown = false;

  constructor(module: StudioModule, kind: PictureKind, canvas: HTMLCanvasElement, frames: FrameLoop) {
    this.#module = module;
    this.#kind = kind;
    this.canvas = canvas;
    const context = canvas.getContext("2d", { alpha: false });
    if (context === null) throw new Error("This browser does not draw on canvases.");
    this.#context = context;
    new ResizeObserver(() => {
      this.#fit();
      frames.request();
    }).observe(canvas);
    frames.add(() => this.#draw());
  }

  /** Whether anybody can see it. */
  get shown(): boolean {
    return this.#shown;
  }

  setTheme(theme: number): void {
    this.#module.picture_theme(this.#kind, theme);
  }

  /** The module's pixels for each of the page's. */
  get scale(): number {
    return window.devicePixelRatio;
  }

  #fit(): void {
    const box = this.canvas.getBoundingClientRect();
    const width = Math.round(box.width * this.scale);
    const height = Math.round(box.height * this.scale);
    this.#shown = width > 0 && height > 0;
    if (!this.#shown || (width === this.canvas.width && height === this.canvas.height && this.#pixels !== null)) return;
    this.canvas.width = width;
    this.canvas.height = height;
    this.#module.picture_resize(this.#kind, width, height, this.scale);
    this.#pixels = null;
  }

  #draw(): void {
    if (!this.#shown) return;
    const count = this.#module.picture_draw(this.#kind);
    if (count === 0 && this.#pixels !== null) return;
    const { width, height } = this.canvas;
    const bytes = this.#module.memory.buffer;
    const place = this.#module.picture_pixels(this.#kind);
    if (this.#pixels?.data.buffer !== bytes || this.#pixels.data.byteOffset !== place) {
      this.#pixels = new ImageData(new Uint8ClampedArray(bytes, place, 4 * width * height), width, height);
    }
    const boxes = new Uint32Array(bytes, this.#module.picture_boxes(), 4 * count);
    for (let i = 0; i < 4 * count; i += 4) {
      this.#context.putImageData(this.#pixels, 0, 0, boxes[i]!, boxes[i + 1]!, boxes[i + 2]!, boxes[i + 3]!);
    }
  }
}
