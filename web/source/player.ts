// What plays: tracks through the deck, one after another, and the state of it.
import { Equalizer, bandNumbers } from "./equalizer";
import { decode, type Decoded, type Library, type Track } from "./library";
import { Sound } from "./sound";
import { Store } from "./store";

export type Loop = "off" | "list" | "track";

export interface PlayerState {
  track: Track | null;
  sound: Decoded | null; // The track's, or null while it is being decoded.
  playing: boolean;
  generating: boolean;
  loop: Loop;
  volume: number; // In percent.
  limiter: boolean;
}

export interface Signal {
  kind: number;
  hz: number;
  endHz: number;
  db: number;
  durationS: number;
  duty: number;
}

/** A percentage as a listener hears it: 100 is 0 dB, each halving 10 dB less. */
export const volumeDb = (percent: number) => (percent <= 0 ? -Infinity : (10 / Math.log10(2)) * Math.log10(percent / 100));

export class Player {
  readonly state: Store<PlayerState>;
  readonly equalizer: Equalizer;
  readonly library: Library;
  readonly #module: WebAssembly.Module;
  #opening: Promise<Sound> | null = null;
  #sound: Sound | null = null;
  #wanted = 0; // The newest track asked for: a slower one that comes later is not played.
  #restS = 0; // The position while nothing runs.
  #beginWhenDecoded = false;

  constructor(module: WebAssembly.Module, library: Library, equalizer: Equalizer, kept: Pick<PlayerState, "loop" | "volume" | "limiter">) {
    this.#module = module;
    this.library = library;
    this.equalizer = equalizer;
    this.state = new Store<PlayerState>({ track: null, sound: null, playing: false, generating: false, ...kept });
    equalizer.state.watch(() => this.#sendEqualizer());
  }

  /** Null until something was opened. */
  get sound(): Sound | null {
    return this.#sound;
  }

  get sampleRate(): number {
    return this.#sound?.context.sampleRate ?? 48000;
  }

  get durationS(): number {
    const { sound } = this.state.value;
    return sound === null ? 0 : sound.frames / sound.sampleRate;
  }

  get positionS(): number {
    const status = this.#sound?.running && !this.state.value.generating ? this.#sound.status() : null;
    if (status !== null && performance.now() > this.#trustStatusFrom) this.#restS = Math.min(status.positionS, this.durationS);
    return this.#restS;
  }

  /** A seek takes some time to reach the worklet: until then its reports are of the place before. */
  #trustStatusFrom = 0;

  #set(change: Partial<PlayerState>): void {
    this.state.set({ ...this.state.value, ...change });
  }

  async #open(): Promise<Sound> {
    this.#opening ??= Sound.open(this.#module);
    this.#sound = await this.#opening;
    this.#sound.onended = () => this.#goOn();
    this.#sendEqualizer();
    this.setVolume(this.state.value.volume);
    this.setLimiter(this.state.value.limiter);
    this.#sendLoop();
    return this.#sound;
  }

  /** Decodes and begins. A track that cannot be played gets its problem said, and the next one is tried. */
  async playTrack(track: Track, begin: "playing" | "paused" = "playing"): Promise<void> {
    const wanted = ++this.#wanted;
    this.#beginWhenDecoded = begin === "playing";
    const sound = await this.#open();
    if (this.state.value.playing) sound.pause();
    this.#set({ track, sound: null, playing: false, generating: false });
    this.#restS = 0;
    let decoded: Decoded;
    try {
      decoded = await decode(track.file, sound.context);
    } catch (error) {
      this.library.setProblem(track.id, error instanceof Error ? error.message : String(error));
      if (wanted !== this.#wanted) return;
      const next = this.library.neighbor(track.id, 1, false);
      this.#set({ track: null });
      if (next !== undefined) await this.playTrack(next, this.#beginWhenDecoded ? "playing" : "paused");
      return;
    }
    if (wanted !== this.#wanted) return;
    // The worklet gets a copy of its own: the page's is for waveform and export.
    const channels = decoded.channels.map((samples) => samples.slice());
    sound.send({ type: "source", source: "file" });
    sound.send({ type: "load", channels }, channels.map((samples) => samples.buffer));
    sound.send({ type: "reset_levels" });
    this.#set({ sound: decoded });
    this.#hold();
    if (this.#beginWhenDecoded) await this.play();
  }

  #hold(): void {
    this.#trustStatusFrom = performance.now() + 100;
  }

  async play(): Promise<void> {
    const { track, sound, generating } = this.state.value;
    if (track === null) {
      const first = this.library.tracks.value[0];
      if (first !== undefined) await this.playTrack(first);
      return;
    }
    if (generating) this.stopGenerator();
    if (sound === null) {
      this.#beginWhenDecoded = true;
      return;
    }
    if (this.#restS >= this.durationS - 0.01) this.seek(0);
    this.#hold();
    this.#set({ playing: true });
    await this.#sound?.play();
  }

  pause(): void {
    this.#restS = this.positionS;
    this.#sound?.pause();
    this.#set({ playing: false });
  }

  async toggle(): Promise<void> {
    if (this.state.value.playing) this.pause();
    else await this.play();
  }

  stop(): void {
    if (this.state.value.generating) this.stopGenerator();
    if (this.state.value.playing) this.pause();
    this.seek(0);
  }

  seek(positionS: number): void {
    const { sound } = this.state.value;
    if (sound === null) return;
    this.#restS = Math.min(Math.max(0, positionS), this.durationS);
    this.#hold();
    this.#sound?.send({ type: "seek", frame: Math.round(this.#restS * sound.sampleRate) });
    this.#set({});
  }

  async step(step: number): Promise<void> {
    const { track, loop } = this.state.value;
    const next = this.library.neighbor(track?.id ?? null, step, loop === "list");
    if (next !== undefined) await this.playTrack(next);
  }

  #goOn(): void {
    const { track, loop } = this.state.value;
    const next = this.library.neighbor(track?.id ?? null, 1, loop === "list");
    if (next !== undefined) void this.playTrack(next);
    else {
      this.#restS = this.durationS;
      this.#sound?.pause();
      this.#set({ playing: false });
    }
  }

  setLoop(loop: Loop): void {
    this.#set({ loop });
    this.#sendLoop();
  }

  #sendLoop(): void {
    this.#sound?.send({ type: "loop", on: this.state.value.loop === "track" });
  }

  setVolume(volume: number): void {
    this.#set({ volume: Math.min(Math.max(0, volume), 100) });
    this.#sound?.send({ type: "gain", db: volumeDb(this.state.value.volume) });
  }

  setLimiter(limiter: boolean): void {
    this.#set({ limiter });
    this.#sound?.send({ type: "limiter", on: limiter });
  }

  #sendEqualizer(): void {
    const { settings, bypass } = this.equalizer.state.value;
    this.#sound?.send({ type: "bands", numbers: bandNumbers(settings) });
    this.#sound?.send({ type: "bypass", on: bypass });
  }

  async generate(signal: Signal): Promise<void> {
    const sound = await this.#open();
    if (!this.state.value.generating) {
      this.#restS = this.positionS;
      this.#set({ playing: false, generating: true });
      sound.send({ type: "source", source: "generator" });
    }
    this.setSignal(signal);
    await sound.play();
  }

  setSignal(signal: Signal): void {
    this.#sound?.send({ type: "signal", ...signal });
  }

  stopGenerator(): void {
    this.#set({ generating: false });
    this.#sound?.pause();
    this.#sound?.send({ type: "source", source: "file" });
    if (this.state.value.sound !== null) this.seek(this.#restS);
  }
}
