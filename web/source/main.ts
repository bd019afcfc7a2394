// Puts the page together.
import { Equalizer } from "./equalizer";
import { EqualizerPanel } from "./equalizer_panel";
import { ExportPanel } from "./export_panel";
import { FrameLoop } from "./frames";
import { GeneratorPanel } from "./generator_panel";
import { Library, looksLikeSound } from "./library";
import { compileModule, instantiate } from "./module";
import { NotesPanel } from "./notes_panel";
import { button, element, input, say, select } from "./page";
import { Player } from "./player";
import { PlaylistPanel } from "./playlist_panel";
import { loadSettings, saveSettings } from "./settings";
import { bindShortcuts } from "./shortcuts";
import { SpectrumPanel } from "./spectrum_panel";
import { TransportPanel } from "./transport_panel";
import { followTheme } from "./themes";
import { bindTabs } from "./tabs";

async function openFiles(player: Player, equalizer: EqualizerPanel, files: File[]): Promise<void> {
  const presets = files.filter((file) => /\.txt$/i.test(file.name));
  const sounds = files.filter(looksLikeSound);
  for (const preset of presets) await equalizer.importFile(preset);
  const others = files.length - presets.length - sounds.length;
  if (others > 0) {
    const what = others === 1 ? "1 file is" : `${others} files are`;
    say(`${what} no sound that a browser could play, and left out.`, "problem");
  }
  const [first] = player.library.add(sounds);
  // Browsers let a page sound only when its user has just done something in it.
  const mayPlay = player.state.value.playing || navigator.userActivation.isActive;
  if (first !== undefined) await player.playTrack(first, mayPlay ? "playing" : "paused");
}

/** Folders come as entries of their own. */
async function droppedFiles(transfer: DataTransfer): Promise<File[]> {
  const files: File[] = [];
  const take = async (entry: FileSystemEntry): Promise<void> => {
    if (entry.isFile) {
      files.push(await new Promise<File>((resolve, reject) => (entry as FileSystemFileEntry).file(resolve, reject)));
      return;
    }
    const reader = (entry as FileSystemDirectoryEntry).createReader();
    for (;;) {
      const entries = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject));
      if (entries.length === 0) return;
      for (const inner of entries.sort((a, b) => a.name.localeCompare(b.name))) await take(inner);
    }
  };
  const entries = [...transfer.items].map((item) => item.webkitGetAsEntry()).filter((entry) => entry !== null);
  if (entries.length === 0) return [...transfer.files];
  for (const entry of entries) {
    const before = files.length;
    await take(entry);
    if (entry.isDirectory && !files.slice(before).some(looksLikeSound)) say(`The folder ${entry.name} holds no sound.`, "problem");
  }
  return files;
}

function bindOpening(open: (files: File[]) => Promise<void>): void {
  button("open").addEventListener("click", () => input("files").click());
  input("files").addEventListener("change", () => {
    const files = [...(input("files").files ?? [])];
    input("files").value = "";
    void open(files);
  });
  const drop = element("drop", HTMLDivElement);
  let depth = 0; // Entering an inner element comes before leaving the outer one.
  const show = (change: number) => (drop.hidden = (depth = change === 0 ? 0 : depth + change) <= 0);
  document.addEventListener("dragenter", () => show(1));
  document.addEventListener("dragleave", () => show(-1));
  document.addEventListener("dragover", (event) => event.preventDefault());
  document.addEventListener("drop", (event) => {
    event.preventDefault();
    show(0);
    if (event.dataTransfer !== null) void droppedFiles(event.dataTransfer).then(open);
  });
}

async function begin(): Promise<void> {
  if (typeof AudioContext === "undefined" || typeof AudioWorkletNode === "undefined") {
    throw new Error("this browser has no AudioWorklet, or the page came neither by https nor from localhost");
  }
  const compiled = await compileModule();
  const module = instantiate(compiled);
  const kept = loadSettings();
  const frames = new FrameLoop();
  const equalizer = new Equalizer(kept.settings, kept.side, kept.bypass);
  const player = new Player(compiled, new Library(), equalizer, kept);
  const keep = () => saveSettings(kept);

  const transport = new TransportPanel(player, module, frames);
  const spectrum = new SpectrumPanel(player, module, frames);
  const equalizerPanel = new EqualizerPanel(player, module, kept.presets, keep);
  const notes = new NotesPanel(compiled, module, frames);
  new GeneratorPanel(player);
  new ExportPanel(player, compiled);
  new PlaylistPanel(player);

  const pictures = [transport.waveform, transport.meter, spectrum.spectrum, spectrum.spectrogram, spectrum.oscilloscope, notes.roll, notes.tuner];
  followTheme(kept, (theme) => {
    for (const picture of pictures) picture.setTheme(theme);
    frames.request();
    keep();
  });
  const showTab = bindTabs(kept.tab, (tab) => {
    kept.tab = tab;
    keep();
    frames.request();
  });
  select("style").value = String(kept.style);
  select("style").addEventListener("change", () => {
    spectrum.setStyle((kept.style = Number(select("style").value)));
    keep();
  });
  spectrum.setStyle(kept.style);

  player.state.watch(({ volume, limiter, loop }) => {
    Object.assign(kept, { volume, limiter, loop });
    keep();
    frames.request();
  });
  equalizer.state.watch(({ side, bypass }) => {
    Object.assign(kept, { side, bypass, settings: equalizer.sides });
    keep();
  });
  bindOpening((files) => openFiles(player, equalizerPanel, files));
  bindShortcuts(player, showTab);
  document.documentElement.dataset.ready = performance.now().toFixed(0); // In ms since the page was asked for.
}

function whyNot(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return error instanceof WebAssembly.CompileError || typeof WebAssembly === "undefined"
    ? "This browser does not run WebAssembly with vectors (SIMD), which the studio needs. Browsers from 2023 on do."
    : `The studio cannot start: ${text}.`;
}

begin().catch((error: unknown) => {
  element("studio", HTMLElement).inert = true;
  say(whyNot(error), "problem");
});
