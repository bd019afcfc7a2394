// Title, waveform to seek in, buttons, volume, meters.
import type { FrameLoop } from "./frames";
import type { StudioModule } from "./module";
import { overview } from "./overview";
import { button, element, input, setPressed, spokenTime, timeText } from "./page";
import { Picture, PictureKind } from "./picture";
import type { Loop, Player } from "./player";

const kLoops: Loop[] = ["off", "list", "track"];
const kLoud = 80;
const kSilence = { levels: new Float32Array(8).fill(-120) };

export function nextLoop(loop: Loop): Loop {
  return kLoops[(kLoops.indexOf(loop) + 1) % kLoops.length] ?? "off";
}

export class TransportPanel {
  readonly waveform: Picture;
  readonly meter: Picture;
  readonly #player: Player;
  readonly #module: StudioModule;
  readonly #frames: FrameLoop;
  readonly #seek = element("seek", HTMLDivElement);
  #overview = new AbortController();
  #overviewOf: unknown = null;
  #saidSecond = -1;

  constructor(player: Player, module: StudioModule, frames: FrameLoop) {
    this.#player = player;
    this.#module = module;
    this.#frames = frames;
    this.waveform = new Picture(module, PictureKind.waveform, element("waveform", HTMLCanvasElement), frames);
    this.meter = new Picture(module, PictureKind.levelMeter, element("meter", HTMLCanvasElement), frames);
    frames.add(() => this.#paint());
    this.#bindButtons();
    this.#bindSeek();
    player.state.watch(() => this.#show());
  }

  #bindButtons(): void {
    const player = this.#player;
    button("play").addEventListener("click", () => void player.toggle());
    button("stop").addEventListener("click", () => player.stop());
    button("previous").addEventListener("click", () => void player.step(-1));
    button("next").addEventListener("click", () => void player.step(1));
    button("loop").addEventListener("click", () => player.setLoop(nextLoop(player.state.value.loop)));
    input("volume").addEventListener("input", () => player.setVolume(input("volume").valueAsNumber));
    button("clear_clips").addEventListener("click", () => {
      this.#module.meter_clear();
      player.sound?.send({ type: "reset_levels" });
      this.#frames.request();
    });
  }

  #bindSeek(): void {
    const at = (event: PointerEvent) =>
      this.#module.waveform_time_at((event.clientX - this.#seek.getBoundingClientRect().left) * this.waveform.scale);
    const hover = (positionS: number) => {
      this.#module.waveform_hover(positionS);
      this.#frames.request();
    };
    this.#seek.addEventListener("pointerdown", (event) => {
      this.#seek.setPointerCapture(event.pointerId);
      this.#player.seek(at(event));
    });
    this.#seek.addEventListener("pointermove", (event) => {
      hover(at(event));
      if (this.#seek.hasPointerCapture(event.pointerId)) this.#player.seek(at(event));
    });
    this.#seek.addEventListener("pointerleave", () => hover(-1));
    this.#seek.addEventListener("keydown", (event) => {
      const step = { ArrowLeft: -5, ArrowRight: 5, PageDown: -30, PageUp: 30 }[event.key];
      if (step !== undefined) this.#player.seek(this.#player.positionS + step);
      else if (event.key === "Home") this.#player.seek(0);
      else if (event.key === "End") this.#player.seek(this.#player.durationS);
      else return;
      event.preventDefault();
      event.stopPropagation();
    });
  }

  #show(): void {
    const { track, sound, playing, loop, volume, generating } = this.#player.state.value;
    element("title", HTMLHeadingElement).textContent = track?.name ?? (generating ? "Test signal" : "Nothing opened yet");
    element("subtitle", HTMLParagraphElement).textContent =
      track === null
        ? "Drop music anywhere on this page, or open files."
        : sound === null
          ? "Decoding …"
          : `${sound.channels.length === 1 ? "Mono" : "Stereo"}, played at ${(sound.sampleRate / 1000).toFixed(1)} kHz`;
    document.body.classList.toggle("playing", playing);
    button("play").setAttribute("aria-label", playing ? "Pause" : "Play");
    button("play").title = playing ? "Pause (Space)" : "Play (Space)";
    button("loop").textContent = `Loop: ${loop}`;
    setPressed(button("loop"), loop !== "off");
    input("volume").value = String(volume);
    element("volume_text", HTMLOutputElement).textContent = `${Math.round(volume)} %`;
    element("volume_warning", HTMLParagraphElement).hidden = volume <= kLoud;
    element("duration", HTMLSpanElement).textContent = timeText(this.#player.durationS);
    this.#seek.setAttribute("aria-valuemax", String(Math.round(this.#player.durationS)));
    this.#seek.setAttribute("aria-disabled", String(sound === null));
    this.#saidSecond = -1;
    this.#frames.setMoving("sound", playing || generating);
    if (sound !== this.#overviewOf) this.#drawOverview();
  }

  #drawOverview(): void {
    const { sound } = this.#player.state.value;
    this.#overviewOf = sound;
    this.#overview.abort();
    this.#overview = new AbortController();
    const { signal } = this.#overview;
    const module = this.#module;
    module.waveform_take(0, 0, this.#player.durationS);
    if (sound === null) return this.#frames.request();
    const columns = () => new Float32Array(module.memory.buffer, module.waveform_columns(), 3 * 2048);
    void overview(
      sound,
      columns,
      (count, share) => {
        if (signal.aborted) return;
        module.waveform_take(count, share, this.#player.durationS);
        this.#frames.request();
      },
      signal,
    );
  }

  #paint(): void {
    const position = this.#player.positionS;
    this.#module.waveform_position(position);
    const second = Math.floor(position);
    if (second !== this.#saidSecond) {
      this.#saidSecond = second;
      element("position", HTMLSpanElement).textContent = timeText(position);
      this.#seek.setAttribute("aria-valuenow", String(second));
      this.#seek.setAttribute("aria-valuetext", `${spokenTime(position)} of ${spokenTime(this.#player.durationS)}`);
      this.#showUnderruns();
    }
    const { playing, generating } = this.#player.state.value;
    const status = playing || generating ? (this.#player.sound?.status() ?? null) : kSilence;
    if (status === null) return;
    new Float32Array(this.#module.memory.buffer, this.#module.meter_levels(), 8).set(status.levels);
    this.#module.meter_take(2);
  }

  #showUnderruns(): void {
    const count = this.#player.sound?.underruns ?? 0;
    const text = count === 0 ? "No underruns" : count === 1 ? "1 underrun" : `${count} underruns`;
    const line = element("underruns", HTMLSpanElement);
    if (line.textContent !== text) line.textContent = text;
    line.classList.toggle("alarm", count > 0);
  }
}
