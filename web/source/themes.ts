// Light, dark, high contrast, or as the system wants it.
import { select } from "./page";
import type { Settings } from "./settings";

const kThemes = ["light", "dark", "high_contrast"]; // As the module counts.

/** Tells the theme's number now, and whenever the user or the system changes it. */
export function followTheme(kept: Settings, apply: (theme: number) => void): void {
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const contrast = matchMedia("(prefers-contrast: more)");
  const show = () => {
    const system = contrast.matches ? "high_contrast" : dark.matches ? "dark" : "light";
    const theme = kept.theme === "system" ? system : kept.theme;
    document.documentElement.dataset.theme = theme;
    apply(kThemes.indexOf(theme));
  };
  const list = select("theme");
  list.value = kept.theme;
  list.addEventListener("change", () => {
    kept.theme = list.value as Settings["theme"];
    show();
  });
  dark.addEventListener("change", show);
  contrast.addEventListener("change", show);
  show();
}
