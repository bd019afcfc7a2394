// The page's sound: one audio context, the deck in its worklet, and what can be read of both while they run.
import deckUrl from "./deck_processor.ts?worker&url";
import { kMark, kStatusValues, type DeckReport, type DeckRequest } from "./deck_module";

export interface DeckStatus {
  positionS: number;
  /** Peak, held peak, RMS and true peak of the left and the right channel, in dB. */
  levels: Float32Array;
  reductionDb: number;
}

const kQuantum = 128;
const kPauseMs = 300; // The fade is over by then, and the limiter empty.

/** A context's own count where the browser keeps one; else by the two clocks: sound that falls behind was missing. */
class UnderrunWatch {
  readonly #context: AudioContext;
  #least = Infinity; // Of wall clock minus sound, in seconds.
  #counted = 0;

  constructor(context: AudioContext) {
    this.#context = context;
  }

  /** The sound was stopped on purpose. */
  restart(): void {
    this.#least = Infinity;
  }

  get count(): number {
    type Statistics = { underrunEvents?: number };
    const statistics = (this.#context as AudioContext & { playbackStats?: Statistics }).playbackStats;
    if (typeof statistics?.underrunEvents === "number") return statistics.underrunEvents;
    const { contextTime, performanceTime } = this.#context.getOutputTimestamp();
    if (contextTime === undefined || performanceTime === undefined || contextTime === 0) return this.#counted;
    const behind = performanceTime / 1000 - contextTime;
    this.#least = Math.min(this.#least, behind);
    if (behind > this.#least + 0.05) {
      ++this.#counted;
      this.#least = behind;
    }
    return this.#counted;
  }
}

export class Sound {
  readonly context: AudioContext;
  readonly #deck: AudioWorkletNode;
  readonly #analyser: AnalyserNode;
  readonly #statusAnalyser: AnalyserNode;
  readonly #status = new Float32Array(kQuantum);
  readonly #underruns: UnderrunWatch;
  readonly #reading: DeckStatus = { positionS: 0, levels: new Float32Array(8), reductionDb: 0 };
  #pausing: ReturnType<typeof setTimeout> | undefined;
  #running = false;
  onended: () => void = () => {};

  static async open(module: WebAssembly.Module): Promise<Sound> {
    const context = new AudioContext({ latencyHint: "interactive" });
    if (context.audioWorklet === undefined) {
      throw new Error("This page needs AudioWorklet, which browsers allow on https and on localhost only.");
    }
    await context.audioWorklet.addModule(deckUrl);
    return new Sound(context, module);
  }

  private constructor(context: AudioContext, module: WebAssembly.Module) {
    this.context = context;
    this.#underruns = new UnderrunWatch(context);
    this.#deck = new AudioWorkletNode(context, "attacca-deck", {
      numberOfInputs: 0,
      numberOfOutputs: 2,
      outputChannelCount: [2, 1],
      processorOptions: { module },
    });
    this.#deck.port.onmessage = (event: MessageEvent<DeckReport>) => {
      if (event.data.type === "ended") this.onended();
    };
    this.#analyser = new AnalyserNode(context, { fftSize: 2048 });
    this.#statusAnalyser = new AnalyserNode(context, { fftSize: kQuantum });
    this.#deck.connect(context.destination, 0);
    this.#deck.connect(this.#analyser, 0);
    this.#deck.connect(this.#statusAnalyser, 1);
  }

  get running(): boolean {
    return this.#running;
  }

  send(request: DeckRequest, transfer: Transferable[] = []): void {
    this.#deck.port.postMessage(request, transfer);
  }

  /** Requires a gesture of the user before the first time. */
  async play(): Promise<void> {
    clearTimeout(this.#pausing);
    this.#underruns.restart();
    this.#running = true;
    await this.context.resume();
    this.send({ type: "play" });
  }

  /** Fades out, then stops the audio thread: a paused page costs nothing. */
  pause(): void {
    this.send({ type: "pause" });
    clearTimeout(this.#pausing);
    this.#pausing = setTimeout(() => {
      this.#running = false;
      void this.context.suspend();
    }, kPauseMs);
  }

  /** The newest 2048 frames, mixed to one channel. */
  read(frames: Float32Array<ArrayBuffer>): void {
    this.#analyser.getFloatTimeDomainData(frames);
  }

  /** What the worklet said in its newest quantum; the same object each time. Null while a quantum is being written. */
  status(): DeckStatus | null {
    this.#statusAnalyser.getFloatTimeDomainData(this.#status);
    if (this.#status[kStatusValues] !== kMark) return null;
    this.#reading.positionS = this.#status[0]!;
    this.#reading.levels.set(this.#status.subarray(3, 11));
    this.#reading.reductionDb = this.#status[11]!;
    return this.#reading;
  }

  get underruns(): number {
    return this.#underruns.count;
  }
}
