// Keys that work anywhere in the page, and the dialog that lists them: as in the desktop window, where browsers allow.
import { button, element, input } from "./page";
import type { Player } from "./player";
import { nextLoop } from "./transport_panel";

interface Shortcut {
  keys: string; // For people.
  matches: (event: KeyboardEvent) => boolean;
  what: string;
  run: () => void;
}

const plain = (...keys: string[]) => (event: KeyboardEvent) =>
  !event.ctrlKey && !event.metaKey && !event.altKey && keys.includes(event.key.length === 1 ? event.key.toLowerCase() : event.key);
const control = (...keys: string[]) => (event: KeyboardEvent) =>
  (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey && keys.includes(event.key.toLowerCase());

/** What the focused control does with the key itself stays its own. */
function belongsToControl(event: KeyboardEvent): boolean {
  const target = event.target;
  if (!(target instanceof HTMLElement) || event.ctrlKey || event.metaKey) return false;
  if (target.closest("dialog[open]") !== null) return true;
  if (target instanceof HTMLInputElement) {
    if (target.type === "checkbox") return event.key === " ";
    return target.type !== "range" || event.key.startsWith("Arrow") || ["Home", "End", "PageUp", "PageDown"].includes(event.key);
  }
  if (target instanceof HTMLSelectElement) return event.key !== "Escape" && event.key !== "F1";
  if (target instanceof HTMLButtonElement && target.getAttribute("role") === "tab") return event.key.startsWith("Arrow") || event.key === " ";
  return (target instanceof HTMLButtonElement || target.tagName === "SUMMARY") && (event.key === " " || event.key === "Enter");
}

export function bindShortcuts(player: Player, showTab: (index: number) => void): void {
  const { equalizer } = player;
  let volumeBeforeMute = 80;
  const louder = (step: number) => player.setVolume(player.state.value.volume + step);
  const mute = () => {
    const { volume } = player.state.value;
    if (volume > 0) volumeBeforeMute = volume;
    player.setVolume(volume > 0 ? 0 : volumeBeforeMute);
  };
  const dialog = element("help_dialog", HTMLDialogElement);
  const tabs = ["Equalizer", "Notes", "Generator", "Export"];
  const shortcuts: Shortcut[] = [
    { keys: "Space", matches: plain(" "), what: "Play or pause", run: () => void player.toggle() },
    { keys: "S", matches: plain("s"), what: "Stop", run: () => player.stop() },
    { keys: "Left", matches: plain("ArrowLeft"), what: "5 seconds back", run: () => player.seek(player.positionS - 5) },
    { keys: "Right", matches: plain("ArrowRight"), what: "5 seconds forward", run: () => player.seek(player.positionS + 5) },
    { keys: "P", matches: plain("p"), what: "Previous track", run: () => void player.step(-1) },
    { keys: "N", matches: plain("n"), what: "Next track", run: () => void player.step(1) },
    { keys: "L", matches: plain("l"), what: "Loop: off, the list, the track", run: () => player.setLoop(nextLoop(player.state.value.loop)) },
    { keys: "Up", matches: plain("ArrowUp"), what: "Volume up 5 %", run: () => louder(5) },
    { keys: "Down", matches: plain("ArrowDown"), what: "Volume down 5 %", run: () => louder(-5) },
    { keys: "Esc", matches: plain("Escape"), what: "Volume to 20 % at once", run: () => player.setVolume(20) },
    { keys: "M", matches: plain("m"), what: "Mute or sound", run: mute },
    { keys: "E", matches: plain("e"), what: "Equalizer on or bypassed", run: () => equalizer.setBypass(!equalizer.state.value.bypass) },
    { keys: "A", matches: plain("a"), what: "Equalizer A or B", run: () => equalizer.compare() },
    { keys: "Ctrl+O", matches: control("o"), what: "Open files", run: () => input("files").click() },
    ...tabs.map((tab, i) => ({ keys: String(i + 1), matches: plain(String(i + 1)), what: `Page: ${tab}`, run: () => showTab(i) })),
    { keys: "F1", matches: plain("F1"), what: "This list", run: () => dialog.showModal() },
  ];
  const onBand = [
    ["Up, Down", "Gain by 0.5 dB; with Shift by 0.1 dB"],
    ["Left, Right", "Frequency by a semitone; with Shift by a quarter of one"],
    ["Page Up, Page Down", "Narrower, wider (the wheel does it, too)"],
    ["Home", "Reset the band (a double click does it, too)"],
    ["Delete", "Remove the band"],
  ] as const;

  const table = (caption: string, rows: (readonly [string, string])[]) => {
    const made = document.createElement("table");
    made.createCaption().textContent = caption;
    for (const [keys, what] of rows) {
      const row = made.insertRow();
      const key = document.createElement("kbd");
      key.textContent = keys;
      row.insertCell().append(key);
      row.insertCell().textContent = what;
    }
    return made;
  };
  element("shortcut_list", HTMLDivElement).append(
    table("Anywhere", shortcuts.map(({ keys, what }) => [keys, what] as const)),
    table("On a band of the equalizer", [...onBand]),
  );
  // A closed dialog's button must not keep the keys.
  for (const closed of document.querySelectorAll("dialog")) {
    closed.addEventListener("close", () => closed.contains(document.activeElement) && (document.activeElement as HTMLElement).blur());
  }
  button("help").addEventListener("click", () => dialog.showModal());
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || belongsToControl(event)) return;
    const shortcut = shortcuts.find(({ matches }) => matches(event));
    if (shortcut === undefined) return;
    event.preventDefault();
    shortcut.run();
  });
}
