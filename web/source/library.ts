// The opened files: decoded by the browser when they are needed, one kept at a time.
import { Store } from "./store";

export interface Track {
  id: number;
  file: File;
  name: string;
  problem: string; // Why it cannot be played, or empty.
}

export interface Decoded {
  channels: Float32Array<ArrayBuffer>[]; // One or two of them.
  sampleRate: number;
  frames: number;
}

const kSound = /\.(wav|flac|mp3|ogg|oga|opus|m4a|m4b|aac|mp4|webm|aif|aiff|caf|wma|mka|wv)$/i;

export const looksLikeSound = (file: File) => /^(audio|video)\//.test(file.type) || kSound.test(file.name);

export class Library {
  readonly tracks = new Store<Track[]>([]);
  #nextId = 1;

  add(files: Iterable<File>): Track[] {
    const added = [...files].map((file) => ({ id: this.#nextId++, file, name: file.name.replace(/\.[^.]+$/, ""), problem: "" }));
    this.tracks.set([...this.tracks.value, ...added]);
    return added;
  }

  remove(id: number): void {
    this.tracks.set(this.tracks.value.filter((track) => track.id !== id));
  }

  setProblem(id: number, problem: string): void {
    this.tracks.set(this.tracks.value.map((track) => (track.id === id ? { ...track, problem } : track)));
  }

  /** The track so many places after this one; undefined beyond the ends, unless it goes around. */
  neighbor(id: number | null, step: number, around: boolean): Track | undefined {
    const tracks = this.tracks.value;
    const at = tracks.findIndex((track) => track.id === id) + step;
    return around && tracks.length > 0 ? tracks[(at + tracks.length) % tracks.length] : tracks[at];
  }
}

/** At the context's rate. Throws an Error that says in words what is wrong with the file. */
export async function decode(file: File, context: BaseAudioContext): Promise<Decoded> {
  let bytes: ArrayBuffer;
  try {
    bytes = await file.arrayBuffer();
  } catch {
    throw new Error("cannot be read; it was moved, or is a folder");
  }
  if (bytes.byteLength === 0) throw new Error("is empty");
  let buffer: AudioBuffer;
  try {
    buffer = await context.decodeAudioData(bytes);
  } catch {
    throw new Error("is damaged, or in a format that this browser does not decode");
  }
  if (buffer.numberOfChannels > 2) buffer = await mixToStereo(buffer);
  const channels = Array.from({ length: buffer.numberOfChannels }, (_, i) => buffer.getChannelData(i));
  return { channels, sampleRate: buffer.sampleRate, frames: buffer.length };
}

async function mixToStereo(buffer: AudioBuffer): Promise<AudioBuffer> {
  const offline = new OfflineAudioContext(2, buffer.length, buffer.sampleRate);
  const source = new AudioBufferSourceNode(offline, { buffer });
  source.connect(offline.destination);
  source.start();
  return offline.startRendering();
}
