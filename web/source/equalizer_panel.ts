// The row of presets, A and B, bypass and limiter above the spectrum, and the selected band's numbers below it.
import { hasGain, kKinds, kMostBands, ourPresets, parseEqualizer, type EqualizerSettings, type Preset } from "./equalizer";
import type { StudioModule } from "./module";
import { button, element, input, select, setPressed, setProblem } from "./page";
import type { Player } from "./player";

const kMost = 1 << 20;

const same = (a: EqualizerSettings, b: EqualizerSettings) => JSON.stringify(a) === JSON.stringify(b);

function option(value: string, text: string): HTMLOptionElement {
  const made = document.createElement("option");
  made.value = value;
  made.textContent = text;
  return made;
}

function group(label: string, options: HTMLOptionElement[]): HTMLOptGroupElement {
  const made = document.createElement("optgroup");
  made.label = label;
  made.append(...options);
  return made;
}

export class EqualizerPanel {
  readonly #player: Player;
  readonly #module: StudioModule;
  readonly #ours: Preset[];
  readonly #theirs: Record<string, EqualizerSettings>;
  readonly #keep: () => void;

  /** `keep` is called when the user's presets have changed. */
  constructor(player: Player, module: StudioModule, presets: Record<string, EqualizerSettings>, keep: () => void) {
    this.#player = player;
    this.#module = module;
    this.#ours = ourPresets(module);
    this.#theirs = presets;
    this.#keep = keep;
    select("band_kind").append(...kKinds.map((kind, i) => option(String(i), kind)));
    this.#bindPresets();
    this.#bindBand();
    player.equalizer.state.watch(() => this.#show());
    player.state.watch((state) => setPressed(button("limiter"), state.limiter));
  }

  #bindPresets(): void {
    const { equalizer } = this.#player;
    select("preset").addEventListener("change", () => this.#choose(select("preset").value));
    button("compare").addEventListener("click", () => equalizer.compare());
    button("bypass").addEventListener("click", () => equalizer.setBypass(!equalizer.state.value.bypass));
    button("limiter").addEventListener("click", () => this.#player.setLimiter(!this.#player.state.value.limiter));
    button("import").addEventListener("click", () => input("preset_file").click());
    input("preset_file").addEventListener("change", () => {
      const file = input("preset_file").files?.[0];
      input("preset_file").value = "";
      if (file !== undefined) void this.importFile(file);
    });
    const dialog = element("save_dialog", HTMLDialogElement);
    button("save_preset").addEventListener("click", () => dialog.showModal());
    button("cancel_save").addEventListener("click", () => dialog.close());
    element("save_form", HTMLFormElement).addEventListener("submit", () => {
      this.#save(input("preset_name").value.trim(), equalizer.state.value.settings);
      input("preset_name").value = "";
    });
    button("delete_preset").addEventListener("click", () => {
      delete this.#theirs[select("preset").value.slice(1)];
      this.#keep();
      this.#show();
    });
  }

  #bindBand(): void {
    const { equalizer } = this.#player;
    const selected = () => equalizer.state.value.selected;
    const number = (id: string, take: (value: number) => void) =>
      input(id).addEventListener("change", () => {
        const value = input(id).valueAsNumber;
        if (Number.isFinite(value)) take(value);
        this.#show();
      });
    number("band_hz", (hz) => equalizer.setBand(selected(), { hz }));
    number("band_db", (db) => equalizer.setBand(selected(), { db }));
    number("band_q", (width) => equalizer.setBand(selected(), { width }));
    number("preamp", (db) => equalizer.setPreamp(db));
    select("band").addEventListener("change", () => equalizer.select(Number(select("band").value)));
    select("band_kind").addEventListener("change", () =>
      equalizer.setBand(selected(), { kind: Number(select("band_kind").value) }),
    );
    button("add_band").addEventListener("click", () => equalizer.addBand());
    button("remove_band").addEventListener("click", () => equalizer.removeBand(selected()));
  }

  #choose(value: string): void {
    const name = value.slice(1);
    const settings = value.startsWith("o") ? this.#ours.find((preset) => preset.name === name)?.settings : this.#theirs[name];
    setProblem("preset_problem", "");
    if (settings !== undefined) this.#player.equalizer.take(settings);
  }

  #save(name: string, settings: EqualizerSettings): void {
    if (name === "") return;
    this.#theirs[name] = structuredClone(settings);
    this.#keep();
    this.#show();
  }

  /** A text file of Equalizer APO or AutoEq; what is wrong with it is said beside the presets. */
  async importFile(file: File): Promise<void> {
    try {
      if (file.size > kMost) throw new Error("too large for an equalizer file");
      const settings = parseEqualizer(this.#module, await file.text());
      setProblem("preset_problem", "");
      this.#player.equalizer.take(settings);
      this.#save(file.name.replace(/\.txt$/i, ""), settings);
    } catch (error) {
      const why = (error instanceof Error ? error.message : String(error)).replace(/^line:(\d+)/, "line $1");
      setProblem("preset_problem", `${file.name}: ${why}. The equalizer stays as it was.`);
    }
  }

  #show(): void {
    const { settings, side, bypass, selected } = this.#player.equalizer.state.value;
    setPressed(button("bypass"), bypass);
    button("compare").textContent = side === 0 ? "A" : "B";
    button("compare").setAttribute("aria-label", `Settings ${side === 0 ? "A" : "B"}: change to ${side === 0 ? "B" : "A"}`);
    setPressed(button("compare"), side === 1);
    this.#showPresets(settings);

    const { bands } = settings;
    const list = select("band");
    list.replaceChildren(...bands.map((_, i) => option(String(i), String(i + 1))));
    if (selected < 0) list.prepend(option("-1", "none"));
    list.value = String(selected);
    const band = bands[selected];
    for (const id of ["band_hz", "band_db", "band_q"]) input(id).disabled = band === undefined;
    select("band_kind").disabled = button("remove_band").disabled = band === undefined;
    button("add_band").disabled = bands.length >= kMostBands;
    input("preamp").value = settings.preampDb.toFixed(1);
    input("band_hz").value = band === undefined ? "" : String(Math.round(band.hz * 10) / 10);
    input("band_db").value = band === undefined ? "" : band.db.toFixed(1);
    input("band_q").value = band === undefined ? "" : band.width.toFixed(2);
    if (band === undefined) return;
    input("band_db").disabled = !hasGain(band.kind);
    select("band_kind").value = String(band.kind);
  }

  #showPresets(settings: EqualizerSettings): void {
    const names = Object.keys(this.#theirs).sort();
    const list = select("preset");
    const ours = this.#ours.map(({ name, purpose }) => option(`o${name}`, `${name}: ${purpose}`));
    const groups = [group("Attacca", ours)];
    if (names.length > 0) groups.push(group("Yours", names.map((name) => option(`t${name}`, name))));
    const chosen = names.find((name) => same(this.#theirs[name]!, settings));
    const found = this.#ours.find((preset) => same(preset.settings, settings));
    list.replaceChildren(...groups);
    if (chosen === undefined && found === undefined) list.prepend(option("", "Your own settings"));
    list.value = chosen !== undefined ? `t${chosen}` : found !== undefined ? `o${found.name}` : "";
    button("delete_preset").disabled = chosen === undefined;
  }
}
