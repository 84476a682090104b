// One request a move: one on its way, the latest waiting; refined while the hand rests.

const REFINE_AFTER_MS = [0, 500, 200, 2500];
const YOUNG_MS = 110; // a request so young is left for the latest one
const LONGEST_STILL_MS = 400; // but the charts do not stand still for longer than this
const GAP_MS = 60; // between two requests: the server answers twenty a second

/** Asks for runs of the state of now. `draw(answer)`, `fail(error)`, `wait(stage or null)`. */
export class Runner {
  #latest = null;
  #isBusy = false;
  #timer = 0;
  #shown = null;
  #isOver = false;
  #sentAt = 0;
  #drawnAt = 0;

  constructor(app, { outcomes, most, draw, fail, wait }) {
    Object.assign(this, { app, outcomes, most, draw, fail, wait });
  }

  /** Ask for a state; `ahead` are changes that may be asked for next. */
  move(state, ahead = []) {
    this.rest();
    this.#latest = { state, ahead };
    const now = performance.now();
    if (!this.#isBusy) this.#work();
    else if (now - this.#sentAt < YOUNG_MS && now - this.#drawnAt < LONGEST_STILL_MS) {
      this.app.drop("move");
    }
  }

  /** Let the server look ahead of a hand that has not moved a lever yet, unless a move is made. */
  ahead(state, ahead) {
    if (this.#isBusy || this.#shown === null || this.#isOver) return false;
    this.app.post("/api/ahead", { state, ahead }, { key: "ahead", once: true }).catch(() => {});
    return true;
  }

  async #work() {
    this.#isBusy = true;
    try {
      while (this.#latest && !this.#isOver) {
        await this.#gap();
        const job = this.#latest;
        this.#latest = null;
        await this.#one(job);
      }
    } finally {
      this.#isBusy = false;
    }
    if (!this.#isOver) this.#refineNext(1);
  }

  /** Wait a little after the last request; the hand may have gone on meanwhile. */
  async #gap() {
    const wait = this.#sentAt + GAP_MS - performance.now();
    if (wait > 0) await new Promise((done) => setTimeout(done, wait));
  }

  async #one({ state, ahead }) {
    this.wait(0);
    this.#sentAt = performance.now();
    try {
      const answer = await this.app.post("/api/run", this.#body(state, 0, ahead), { key: "move" });
      if (this.#isOver) return;
      this.#shown = state;
      this.draw(answer, state);
      this.#drawnAt = performance.now();
    } catch (error) {
      if (!this.#latest && !this.#isOver && !error.isQuiet) this.fail(error);
      this.#shown = null;
    }
    if (!this.#latest) this.wait(null);
  }

  #body(state, stage, ahead = []) {
    const body = { state, stage, outcomes: this.outcomes() };
    return ahead.length ? { ...body, ahead } : body;
  }

  #refineNext(stage) {
    if (this.#shown === null || stage > this.most()) return this.wait(null);
    this.wait(stage);
    this.#timer = setTimeout(() => this.#refine(this.#shown, stage), REFINE_AFTER_MS[stage]);
    return undefined;
  }

  async #refine(state, stage) {
    try {
      const answer = await this.app.post("/api/run", this.#body(state, stage), { key: "refine" });
      if (this.#isOver || this.#shown !== state) return;
      this.draw(answer, state);
      this.#refineNext(stage + 1);
    } catch (error) {
      if (this.#isOver || error.isQuiet) return;
      this.wait(null);
      if (this.#shown === state) this.fail(error);
    }
  }

  /** Leave the refinement that is under way. */
  rest() {
    clearTimeout(this.#timer);
    this.app.drop("refine");
    this.app.drop("ahead");
  }

  /** Refine again, as after a change of how far. */
  again() {
    this.rest();
    if (!this.#isBusy && this.#shown) this.#refineNext(1);
  }

  stop() {
    this.#isOver = true;
    this.rest();
    this.app.drop("move");
  }
}
