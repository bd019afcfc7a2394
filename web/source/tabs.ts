// The workbench's pages.
const kTabs = ["equalizer", "notes", "generator", "export"];

/** Returns what shows a page by its place. */
export function bindTabs(first: string, shown: (tab: string) => void): (index: number) => void {
  const tabs = kTabs.map((name) => document.getElementById(`tab_${name}`)!);
  const show = (index: number) => {
    kTabs.forEach((name, i) => {
      tabs[i]!.setAttribute("aria-selected", String(i === index));
      tabs[i]!.tabIndex = i === index ? 0 : -1;
      document.getElementById(`page_${name}`)!.hidden = i !== index;
    });
    shown(kTabs[index]!);
  };
  tabs.forEach((tab, i) => {
    tab.addEventListener("click", () => show(i));
    tab.addEventListener("keydown", (event) => {
      const to = { ArrowRight: i + 1, ArrowLeft: i - 1, Home: 0, End: tabs.length - 1 }[event.key];
      if (to === undefined) return;
      event.preventDefault();
      const index = (to + tabs.length) % tabs.length;
      show(index);
      tabs[index]!.focus();
    });
  });
  show(Math.max(0, kTabs.indexOf(first)));
  return (index) => {
    show(index);
    tabs[index]!.focus();
  };
}
