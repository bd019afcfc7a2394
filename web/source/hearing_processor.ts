// The microphone in the audio thread: notes become messages, which are rare; pitch and level go out as a signal.
import { kMark } from "./deck_module";
import { kEventNumbers, type HearingModule, type HearingOptions } from "./hearing_module";

const kMostFrames = 1024;

class HearingProcessor extends AudioWorkletProcessor {
  readonly #hearing: HearingModule;
  readonly #input: Float32Array;
  readonly #pitch: Float64Array;
  readonly #level: Float32Array;
  #heardFrames = 0;

  constructor(options?: AudioWorkletNodeOptions) {
    super();
    const { module, a4Hz, findA4, voice } = options?.processorOptions as HearingOptions & { module: WebAssembly.Module };
    const hearing = new WebAssembly.Instance(module, {}).exports as HearingModule;
    hearing._initialize();
    hearing.hearing_open(sampleRate, a4Hz, findA4 ? 1 : 0, 1, 21, 108);
    hearing.hearing_set_profile(voice);
    const bytes = hearing.memory.buffer; // Nothing allocates from here on, so the memory stays as large as it is.
    this.#hearing = hearing;
    this.#input = new Float32Array(bytes, hearing.hearing_input(), kMostFrames);
    this.#pitch = new Float64Array(bytes, hearing.hearing_pitch(), 3);
    this.#level = new Float32Array(bytes, hearing.hearing_level(), 3);
    this.port.onmessage = (event: MessageEvent<{ voice: number }>) => hearing.hearing_set_profile(event.data.voice);
  }

  process(inputs: Float32Array[][], outputs: Float32Array[][]): boolean {
    const heard = inputs[0]![0];
    if (heard !== undefined) {
      this.#input.set(heard);
      const events = this.#hearing.hearing_process(heard.length);
      this.#heardFrames += heard.length;
      if (events > 0) this.#tell(events);
    }
    this.#hearing.hearing_pitch();
    this.#hearing.hearing_level();
    const status = outputs[0]![0]!;
    status[0] = this.#pitch[0]!;
    status[1] = this.#pitch[1]!;
    status[2] = this.#pitch[2]!;
    status[3] = this.#level[0]!;
    status[4] = this.#level[1]!;
    status[5] = this.#level[2]!;
    status[6] = this.#heardFrames / sampleRate;
    status[7] = kMark;
    return true;
  }

  #tell(events: number): void {
    const numbers = new Float64Array(this.#hearing.memory.buffer, this.#hearing.hearing_events(), events * kEventNumbers);
    this.port.postMessage(numbers.slice());
  }
}

registerProcessor("attacca-hearing", HearingProcessor);
