// Finding the page's elements, and saying things in it.
export function element<T extends HTMLElement>(id: string, type: new () => T): T {
  const found = document.getElementById(id);
  if (!(found instanceof type)) throw new Error(`the page has no ${type.name} called ${id}`);
  return found;
}

export const button = (id: string) => element(id, HTMLButtonElement);
export const input = (id: string) => element(id, HTMLInputElement);
export const select = (id: string) => element(id, HTMLSelectElement);

/** A message that stays until it is closed. Screen readers hear it when it comes. */
export function say(text: string, kind: "note" | "problem" = "note"): void {
  const line = document.createElement("p");
  line.className = `message ${kind}`;
  line.append(text);
  const close = document.createElement("button");
  close.textContent = "Close";
  close.className = "quiet";
  close.setAttribute("aria-label", `Close: ${text}`);
  close.addEventListener("click", () => line.remove());
  line.append(close);
  element("messages", HTMLDivElement).append(line);
}

/** Beside what it concerns; empty takes it away. */
export function setProblem(id: string, text: string): void {
  const line = element(id, HTMLParagraphElement);
  line.textContent = text;
  line.hidden = text === "";
}

export function setPressed(target: HTMLElement, on: boolean): void {
  target.setAttribute("aria-pressed", String(on));
}

/** Resampling leaves a file of four seconds some frames short of them. */
const kRounding = 0.002;

export function timeText(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds + kRounding));
  const minutes = Math.floor(whole / 60);
  const rest = String(whole % 60).padStart(2, "0");
  return minutes < 60 ? `${minutes}:${rest}` : `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, "0")}:${rest}`;
}

/** For screen readers. */
export function spokenTime(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds + kRounding));
  const part = (count: number, name: string) => (count === 1 ? `1 ${name}` : `${count} ${name}s`);
  return whole < 60 ? part(whole, "second") : `${part(Math.floor(whole / 60), "minute")} ${part(whole % 60, "second")}`;
}

export const hzText = (hz: number) => (hz < 1000 ? `${Math.round(hz)} Hz` : `${(hz / 1000).toFixed(hz < 10000 ? 2 : 1)} kHz`);
export const dbText = (db: number) => `${db > 0 ? "+" : ""}${db.toFixed(1)} dB`;
