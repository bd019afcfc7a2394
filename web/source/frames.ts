// When to draw: once for each frame of the screen, while something moves and the page is seen; never otherwise.
export class FrameLoop {
  readonly #painters: (() => void)[] = [];
  readonly #moving = new Set<string>();
  #requested = false;

  constructor() {
    document.addEventListener("visibilitychange", () => this.request());
  }

  /** Called in each frame. */
  add(painter: () => void): void {
    this.#painters.push(painter);
  }

  /** As long as anything moves, frame follows frame. */
  setMoving(what: string, moves: boolean): void {
    if (moves === this.#moving.has(what)) return; // Said in each frame, it must not ask for the next.
    if (moves) this.#moving.add(what);
    else this.#moving.delete(what);
    this.request();
  }

  /** One frame more. */
  request(): void {
    if (this.#requested || document.visibilityState === "hidden") return;
    this.#requested = true;
    requestAnimationFrame(() => {
      this.#requested = false;
      for (const paint of this.#painters) paint();
      if (this.#moving.size > 0) this.request();
    });
  }
}
