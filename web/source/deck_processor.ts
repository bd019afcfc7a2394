// The deck in the audio thread. `process` allocates nothing: no object, no view, no message but at the end of a file.
import { kBandNumbers, kMark, kStatusValues, type DeckModule, type DeckRequest } from "./deck_module";

const kMostFrames = 1024;
const kQuantum = 128;

class DeckProcessor extends AudioWorkletProcessor {
  readonly #deck: DeckModule;
  #memory: ArrayBuffer; // What the views below are of.
  #inputs!: [Float32Array, Float32Array];
  #outputs!: [Float32Array, Float32Array];
  #status!: Float32Array;
  #bands!: Float64Array;
  #left: Float32Array | null = null;
  #right: Float32Array | null = null;
  #next = 0; // The frame of the file to be supplied next.
  #loop = false;
  #supplied = false; // To the end.
  #ended = false;

  constructor(options?: AudioWorkletNodeOptions) {
    super();
    const module = options?.processorOptions?.module as WebAssembly.Module;
    this.#deck = new WebAssembly.Instance(module, {}).exports as DeckModule;
    this.#deck._initialize();
    this.#deck.deck_open(sampleRate);
    this.#memory = this.#view(kQuantum);
    this.port.onmessage = (event: MessageEvent<DeckRequest>) => this.#take(event.data);
  }

  #take(request: DeckRequest): void {
    const deck = this.#deck;
    if (deck.memory.buffer !== this.#memory) this.#memory = this.#view(this.#outputs[0].length);
    switch (request.type) {
      case "load":
        this.#left = request.channels[0] ?? null;
        this.#right = request.channels[1] ?? this.#left;
        this.#seek(0);
        break;
      case "play":
        deck.deck_play();
        break;
      case "pause":
        deck.deck_pause();
        break;
      case "seek":
        this.#seek(request.frame);
        break;
      case "loop":
        this.#loop = request.on;
        break;
      case "bands":
        this.#bands.set(request.numbers);
        deck.deck_set_bands();
        break;
      case "bypass":
        deck.deck_set_bypass(request.on ? 1 : 0);
        break;
      case "gain":
        deck.deck_set_gain_db(request.db);
        break;
      case "limiter":
        deck.deck_set_limiter(request.on ? 1 : 0);
        break;
      case "source":
        deck.deck_set_source(request.source === "generator" ? 1 : 0);
        if (request.source === "file") this.#seek(this.#next);
        break;
      case "signal":
        if (!deck.deck_set_signal(request.kind, request.hz, request.endHz, request.db, request.durationS, request.duty)) {
          this.port.postMessage({ type: "refused" });
        }
        break;
      case "reset_levels":
        deck.deck_reset_levels();
        break;
    }
  }

  #seek(frame: number): void {
    this.#next = Math.min(Math.max(0, Math.round(frame)), this.#left?.length ?? 0);
    this.#supplied = false;
    this.#ended = false;
    this.#deck.deck_seek(this.#next);
  }

  #supply(): void {
    const left = this.#left;
    const right = this.#right;
    if (left === null || right === null || this.#supplied) return;
    let wanted = this.#deck.deck_wanted();
    while (wanted > 0) {
      if (this.#next >= left.length) {
        if (!this.#loop || left.length === 0) {
          this.#deck.deck_end();
          this.#supplied = true;
          return;
        }
        this.#next = 0;
        this.#deck.deck_wrap(0);
      }
      const frames = Math.min(wanted, left.length - this.#next, kMostFrames);
      const toLeft = this.#inputs[0];
      const toRight = this.#inputs[1];
      for (let i = 0; i < frames; ++i) {
        toLeft[i] = left[this.#next + i]!;
        toRight[i] = right[this.#next + i]!;
      }
      this.#deck.deck_supply(frames);
      this.#next += frames;
      wanted -= frames;
    }
  }

  process(_inputs: Float32Array[][], outputs: Float32Array[][]): boolean {
    const left = outputs[0]![0]!;
    const right = outputs[0]![1]!;
    if (this.#outputs[0].length !== left.length || this.#deck.memory.buffer !== this.#memory) {
      this.#memory = this.#view(left.length);
    }
    this.#supply();
    this.#deck.deck_process(left.length);
    left.set(this.#outputs[0]);
    right.set(this.#outputs[1]);
    this.#deck.deck_status();
    const status = outputs[1]![0]!;
    status.set(this.#status);
    status[kStatusValues] = kMark;
    if (this.#status[1] !== 0 && !this.#ended && this.#supplied) {
      this.#ended = true;
      this.port.postMessage({ type: "ended" });
    }
    return true;
  }

  /** Views of the module's memory: made anew when a setting has made it grow. */
  #view(frames: number): ArrayBuffer {
    const deck = this.#deck;
    const bytes = deck.memory.buffer;
    const planes = (at: number, length: number): [Float32Array, Float32Array] => [
      new Float32Array(bytes, at, length),
      new Float32Array(bytes, at + 4 * kMostFrames, length),
    ];
    this.#inputs = planes(deck.deck_input(), kMostFrames);
    this.#outputs = planes(deck.deck_output(), frames);
    this.#status = new Float32Array(bytes, deck.deck_status(), kStatusValues);
    this.#bands = new Float64Array(bytes, deck.bands(), kBandNumbers);
    return bytes;
  }
}

registerProcessor("attacca-deck", DeckProcessor);
