// The current file, processed, as a WAV file to keep.
import type { ExportReport, ExportRequest } from "./export_worker";
import { button, element, input, select } from "./page";
import { volumeDb, type Player } from "./player";

const kMostBytes = 2 ** 32 - 100; // What a WAV file can say of its length.

export class ExportPanel {
  readonly #player: Player;
  readonly #module: WebAssembly.Module;
  #worker: Worker | null = null;

  constructor(player: Player, module: WebAssembly.Module) {
    this.#player = player;
    this.#module = module;
    button("export").addEventListener("click", () => this.#start());
    button("cancel_export").addEventListener("click", () => this.#finish("Canceled: nothing was written."));
    player.state.watch(() => this.#show());
  }

  #show(): void {
    button("export").disabled = this.#worker !== null || this.#player.state.value.sound === null;
    button("cancel_export").hidden = this.#worker === null;
    element("export_progress", HTMLProgressElement).hidden = this.#worker === null;
  }

  #finish(text: string): void {
    this.#worker?.terminate();
    this.#worker = null;
    element("export_text", HTMLParagraphElement).textContent = text;
    this.#show();
  }

  #start(): void {
    const { sound, track, volume, limiter } = this.#player.state.value;
    if (sound === null || track === null) return;
    const format = Number(select("format").value);
    if (sound.frames * sound.channels.length * (format + 2) > kMostBytes) {
      return this.#finish("The file would be longer than 4 GB, which WAV cannot hold. Choose fewer bits.");
    }
    const { settings, bypass } = this.#player.equalizer.state.value;
    const request: ExportRequest = {
      module: this.#module,
      job: {
        channels: sound.channels,
        sampleRate: sound.sampleRate,
        settings: bypass ? { preampDb: 0, bands: [] } : settings,
        gainDb: input("export_volume").checked ? volumeDb(volume) : 0,
        limiter,
        format,
      },
    };
    const worker = new Worker(new URL("./export_worker.ts", import.meta.url), { type: "module" });
    this.#worker = worker;
    element("export_progress", HTMLProgressElement).value = 0;
    element("export_text", HTMLParagraphElement).textContent = `Writing ${track.name} …`;
    worker.onmessage = (event: MessageEvent<ExportReport>) => {
      const report = event.data;
      if ("share" in report) element("export_progress", HTMLProgressElement).value = report.share;
      else if ("problem" in report) this.#finish(`The export failed: ${report.problem}`);
      else this.#hand(report.file, `${track.name} - equalized.wav`);
    };
    worker.onerror = () => this.#finish("The export failed: its thread could not be started.");
    worker.postMessage(request);
    this.#show();
  }

  #hand(file: Blob, name: string): void {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(file);
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
    this.#finish(`${name} is written: ${(file.size / 1e6).toFixed(1)} MB.`);
  }
}
