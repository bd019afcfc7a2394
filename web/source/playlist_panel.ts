// The opened files. What is wrong with one stands beside it.
import { element } from "./page";
import type { Track } from "./library";
import type { Player } from "./player";

export class PlaylistPanel {
  readonly #player: Player;
  readonly #list = element("tracks", HTMLOListElement);

  constructor(player: Player) {
    this.#player = player;
    player.library.tracks.watch(() => this.#show());
    player.state.watch(() => this.#mark());
  }

  #show(): void {
    const tracks = this.#player.library.tracks.value;
    const focused = this.#list.contains(document.activeElement) ? document.activeElement?.id : undefined;
    this.#list.replaceChildren(...tracks.map((track) => this.#line(track)));
    element("no_tracks", HTMLParagraphElement).hidden = tracks.length > 0;
    this.#mark();
    if (focused !== undefined && focused !== "") document.getElementById(focused)?.focus();
  }

  #line(track: Track): HTMLLIElement {
    const line = document.createElement("li");
    line.dataset.track = String(track.id);
    const play = document.createElement("button");
    play.id = `track_${track.id}`;
    play.className = "track";
    play.textContent = track.name;
    play.addEventListener("click", () => void this.#player.playTrack(track));
    const remove = document.createElement("button");
    remove.className = "quiet";
    remove.textContent = "Remove";
    remove.setAttribute("aria-label", `Remove ${track.name}`);
    remove.addEventListener("click", () => this.#player.library.remove(track.id));
    line.append(play, remove);
    if (track.problem !== "") {
      const problem = document.createElement("p");
      problem.className = "problem";
      problem.textContent = `This file ${track.problem}.`;
      line.append(problem);
    }
    return line;
  }

  #mark(): void {
    const current = this.#player.state.value.track?.id;
    for (const line of this.#list.children) {
      const isCurrent = (line as HTMLElement).dataset.track === String(current);
      line.classList.toggle("current", isCurrent);
      const play = line.querySelector(".track");
      if (isCurrent) play?.setAttribute("aria-current", "true");
      else play?.removeAttribute("aria-current");
    }
  }
}
