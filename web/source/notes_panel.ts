// The microphone: its notes on a piano roll and in a list, and the tuner.
import type { FrameLoop } from "./frames";
import hearingUrl from "./hearing_processor.ts?worker&url";
import { readEvent, kEventNumbers, type HearingOptions, type NoteEvent } from "./hearing_module";
import { kMark } from "./deck_module";
import type { StudioModule } from "./module";
import { button, element, input, select, setPressed, setProblem } from "./page";
import { Picture, PictureKind } from "./picture";

const kWindowS = 10;
const kMostNotes = 1024;
const kMostListed = 200;
const kQuantum = 128;
const kNames = ["C", "C#", "D", "D#", "E", "F", "F#", "G", "G#", "A", "A#", "B"];

export const noteName = (midi: number) => `${kNames[midi % 12] ?? "?"}${Math.floor(midi / 12) - 1}`;

function whyNoMicrophone(error: unknown): string {
  const name = error instanceof DOMException ? error.name : "";
  if (name === "NotAllowedError") {
    return "The microphone is not allowed here. Allow it in the browser's settings for this page, and try again.";
  }
  if (name === "NotFoundError") return "No microphone was found. Plug one in, and try again.";
  if (name === "NotReadableError") return "The microphone is in use by another program.";
  return `The microphone cannot be opened: ${error instanceof Error ? error.message : String(error)}`;
}

/** One microphone, heard by a worklet in a context of its own. */
class Hearing {
  readonly #stream: MediaStream;
  readonly #context: AudioContext;
  readonly #node: AudioWorkletNode;
  readonly #analyser: AnalyserNode;
  readonly status = new Float32Array(kQuantum);

  static async open(module: WebAssembly.Module, options: HearingOptions, take: (event: NoteEvent) => void): Promise<Hearing> {
    if (navigator.mediaDevices === undefined) {
      throw new Error("browsers give pages the microphone on https and on localhost only");
    }
    const plain = { echoCancellation: false, noiseSuppression: false, autoGainControl: false };
    const stream = await navigator.mediaDevices.getUserMedia({ audio: plain });
    const context = new AudioContext({ latencyHint: "balanced" });
    await context.audioWorklet.addModule(hearingUrl);
    return new Hearing(stream, context, module, options, take);
  }

  private constructor(stream: MediaStream, context: AudioContext, module: WebAssembly.Module, options: HearingOptions, take: (event: NoteEvent) => void) {
    this.#stream = stream;
    this.#context = context;
    this.#node = new AudioWorkletNode(context, "attacca-hearing", {
      channelCount: 1,
      channelCountMode: "explicit",
      outputChannelCount: [1],
      processorOptions: { module, ...options },
    });
    this.#node.port.onmessage = (event: MessageEvent<Float64Array>) => {
      for (let i = 0; i < event.data.length / kEventNumbers; ++i) take(readEvent(event.data, i));
    };
    this.#analyser = new AnalyserNode(context, { fftSize: kQuantum });
    new MediaStreamAudioSourceNode(context, { mediaStream: stream }).connect(this.#node).connect(this.#analyser);
    void context.resume();
  }

  setVoice(voice: number): void {
    this.#node.port.postMessage({ voice });
  }

  /** Pitch, confidence, A4, peak, held peak, RMS and the time heard; false while a quantum is being written. */
  read(): boolean {
    this.#analyser.getFloatTimeDomainData(this.status);
    return this.status[7] === kMark;
  }

  close(): void {
    for (const track of this.#stream.getTracks()) track.stop();
    void this.#context.close();
  }
}

export class NotesPanel {
  readonly roll: Picture;
  readonly tuner: Picture;
  readonly #module: StudioModule;
  readonly #compiled: WebAssembly.Module;
  readonly #frames: FrameLoop;
  readonly #notes: NoteEvent[] = [];
  #hearing: Hearing | null = null;
  #spoken = "";

  constructor(compiled: WebAssembly.Module, module: StudioModule, frames: FrameLoop) {
    this.#compiled = compiled;
    this.#module = module;
    this.#frames = frames;
    this.roll = new Picture(module, PictureKind.pianoRoll, element("roll", HTMLCanvasElement), frames);
    this.tuner = new Picture(module, PictureKind.tuner, element("tuner", HTMLCanvasElement), frames);
    frames.add(() => this.#paint());
    button("listen").addEventListener("click", () => void this.toggle());
    button("clear_notes").addEventListener("click", () => this.#clear());
    select("voice").addEventListener("change", () => this.#hearing?.setVoice(Number(select("voice").value)));
    for (const id of ["a4", "find_a4"]) input(id).addEventListener("change", () => void this.#reopen());
    module.roll_window(0, kWindowS);
    module.roll_take(0);
  }

  get #options(): HearingOptions {
    const a4 = input("a4").valueAsNumber;
    return {
      a4Hz: Number.isFinite(a4) ? Math.min(Math.max(a4, 400), 480) : 440,
      findA4: input("find_a4").checked,
      voice: Number(select("voice").value),
    };
  }

  async toggle(): Promise<void> {
    if (this.#hearing !== null) return this.#close();
    setProblem("microphone_problem", "");
    button("listen").disabled = true;
    try {
      this.#clear();
      this.#hearing = await Hearing.open(this.#compiled, this.#options, (event) => this.#take(event));
      setPressed(button("listen"), true);
      button("listen").textContent = "Stop listening";
      this.#frames.setMoving("microphone", true);
    } catch (error) {
      setProblem("microphone_problem", whyNoMicrophone(error));
    } finally {
      button("listen").disabled = false;
    }
  }

  #close(): void {
    this.#hearing?.close();
    this.#hearing = null;
    setPressed(button("listen"), false);
    button("listen").textContent = "Listen to the microphone";
    this.#module.tuner_take(0, this.#options.a4Hz);
    this.#frames.setMoving("microphone", false);
  }

  async #reopen(): Promise<void> {
    if (this.#hearing === null) return;
    this.#close();
    await this.toggle();
  }

  #clear(): void {
    this.#notes.length = 0;
    element("note_list", HTMLOListElement).replaceChildren();
    this.#module.roll_take(0);
    this.#frames.request();
  }

  #take(event: NoteEvent): void {
    if (event.begins) {
      this.#notes.push(event);
      if (this.#notes.length > kMostNotes) this.#notes.shift();
      const line = document.createElement("li");
      line.textContent = `${noteName(event.midi)} ${event.cents >= 0 ? "+" : ""}${event.cents.toFixed(0)} cents, ${event.onsetS.toFixed(2)} s`;
      const list = element("note_list", HTMLOListElement);
      list.prepend(line);
      if (list.children.length > kMostListed) list.lastElementChild?.remove();
      this.roll.canvas.setAttribute("aria-label", `Piano roll: ${list.children.length} notes, the newest ${noteName(event.midi)}`);
      return;
    }
    const sounding = this.#notes.findLast((note) => note.midi === event.midi && note.onsetS === event.onsetS);
    if (sounding !== undefined) Object.assign(sounding, event, { begins: false });
  }

  #paint(): void {
    if (this.#hearing === null || !this.#hearing.read()) return;
    const [hz = 0, , a4 = 440, , , , time = 0] = this.#hearing.status;
    const begin = Math.max(0, time - kWindowS);
    const shown = this.#notes.filter((note) => note.begins || note.offsetS >= begin);
    const numbers = new Float64Array(this.#module.memory.buffer, this.#module.roll_notes(), 4 * kMostNotes);
    shown.forEach((note, i) => numbers.set([note.onsetS, note.begins ? time : note.offsetS, note.midi, note.velocity], 4 * i));
    this.#module.roll_window(begin, kWindowS);
    this.#module.roll_take(shown.length);
    this.#module.tuner_take(hz, a4);
    const midi = hz > 0 ? 69 + 12 * Math.log2(hz / a4) : 0;
    const text = hz > 0 ? `Tuner: ${noteName(Math.round(midi))}, ${Math.round(100 * (midi - Math.round(midi)))} cents` : "Tuner: nothing sounds";
    if (text !== this.#spoken) this.tuner.canvas.setAttribute("aria-label", (this.#spoken = text));
  }
}
