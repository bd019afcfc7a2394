// Test signals through the same path as music.
import { button, element, input, select, setPressed } from "./page";
import type { Player, Signal } from "./player";

const kSignals = ["Sine", "Square", "Saw", "White noise", "Pink noise", "Log sweep", "Linear sweep", "Impulses", "Multitone"];
const kSquare = 1;
const isSweep = (kind: number) => kind === 5 || kind === 6;

export class GeneratorPanel {
  readonly #player: Player;

  constructor(player: Player) {
    this.#player = player;
    kSignals.forEach((name, i) => select("signal").add(new Option(name, String(i))));
    select("signal").addEventListener("change", () => this.#change());
    for (const id of ["signal_hz", "signal_db", "signal_end", "signal_s", "signal_duty"]) {
      input(id).addEventListener("input", () => this.#change());
    }
    button("generate").addEventListener("click", () => {
      if (player.state.value.generating) player.stopGenerator();
      else void player.generate(this.#signal);
    });
    player.state.watch(({ generating }) => {
      setPressed(button("generate"), generating);
      button("generate").textContent = generating ? "Silence" : "Sound the signal";
    });
    this.#change();
  }

  get #signal(): Signal {
    const number = (id: string) => {
      const field = input(id);
      const value = Number.isFinite(field.valueAsNumber) ? field.valueAsNumber : Number(field.defaultValue);
      return Math.min(Math.max(value, Number(field.min)), Number(field.max));
    };
    return {
      kind: Number(select("signal").value),
      hz: number("signal_hz"),
      endHz: number("signal_end"),
      db: number("signal_db"),
      durationS: number("signal_s"),
      duty: number("signal_duty"),
    };
  }

  #change(): void {
    const { kind } = this.#signal;
    element("for_end", HTMLLabelElement).hidden = !isSweep(kind);
    element("for_duration", HTMLLabelElement).hidden = !isSweep(kind);
    element("for_duty", HTMLLabelElement).hidden = kind !== kSquare;
    if (this.#player.state.value.generating) this.#player.setSignal(this.#signal);
  }
}
