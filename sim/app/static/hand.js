// What a hand may ask for next: values beside a lever's, under the pointer, ahead of a drag.

const LOOK_AHEAD = 3;
const AIM_MS = 80; // the pointer asks no more often than that
const SOON_MS = [90, 180, 270]; // a drag goes on for so long
const FRAME_MS = 6; // what comes sooner after another says nothing of speed
const FORGET_MS = 200; // a hand that has rested for so long has no speed
const THUMB = 18; // px, as in app.css
const PIXELS = [0, 1, -1, 2, -2, 3]; // a hand does not rest quite still

/** Return a value inside the range of a lever, without the dust of floating point. */
export function rounded(value, lever) {
  const inside = Math.min(lever.high, Math.max(lever.low, value));
  return Number(inside.toPrecision(12));
}

/** Return the value next to another that the slider can take. */
function stepped(value, { step, low, ...rest }) {
  const near = step ? low + Math.round((value - low) / step) * step : value;
  return rounded(near, { low, ...rest });
}

function changes(lever, values, now) {
  return [...new Set(values)].filter((one) => one !== now).map((one) => ({ [lever.path]: one }));
}

/** Return the values next to one, those ahead in the direction of the hand first. */
export function neighbours(lever, value, direction = 0) {
  if (lever.kind === "switch") return [{ [lever.path]: !value }];
  if (lever.kind === "choice") return changes(lever, lever.choices, value);
  const ways = direction === 0 ? [1, -1, 2, -2]
    : [...Array(LOOK_AHEAD).keys()].map((k) => (k + 1) * direction).concat(-direction);
  return changes(lever, ways.map((way) => rounded(value + way * lever.step, lever)), value);
}

/** The hand on one slider: where it points, how fast it goes. */
export class Hand {
  #timer = 0;
  #asked = null;
  #last = null;
  #speed = 0;
  #isPointer = false;

  /**
   * `onAim(lever, changes)` is told what a click would ask for, and what lies beside it; it says
   * whether it could use it.
   */
  constructor(slider, lever, onAim) {
    Object.assign(this, { slider, lever, onAim });
    slider.addEventListener("pointermove", (event) => this.#points(event));
    slider.addEventListener("pointerleave", () => this.#rests());
    slider.addEventListener("pointerdown", () => (this.#isPointer = true));
    slider.addEventListener("keydown", () => (this.#isPointer = false));
  }

  #points({ buttons, clientX, pointerType }) {
    if (buttons || pointerType === "touch") {
      this.#rests();
      return;
    }
    this.x = clientX;
    this.#timer ||= setTimeout(() => this.#aim(), AIM_MS);
  }

  #rests() {
    clearTimeout(this.#timer);
    this.#timer = 0;
  }

  #aim() {
    this.#timer = 0;
    const { left, width } = this.slider.getBoundingClientRect();
    const at = (x) => this.#valueAt((x - left - THUMB / 2) / Math.max(1, width - THUMB));
    const value = at(this.x);
    if (value === this.#asked || value === Number(this.slider.value)) return;
    const beside = PIXELS.map((pixels) => ({ [this.lever.path]: at(this.x + pixels) }));
    const all = [...beside, ...neighbours(this.lever, value)].map((one) => one[this.lever.path]);
    if (this.onAim(this.lever, changes(this.lever, all))) this.#asked = value;
    else this.#timer = setTimeout(() => this.#aim(), AIM_MS); // a move was under way
  }

  /** Return the value at a share of the track: a click puts the middle of the thumb there. */
  #valueAt(share) {
    const { low, high } = this.lever;
    return stepped(low + Math.min(1, Math.max(0, share)) * (high - low), this.lever);
  }

  /** Return what may follow a value that the hand has just brought, by its way and its speed. */
  ahead(value, direction) {
    const now = performance.now();
    const since = this.#last ? now - this.#last.at : Infinity;
    if (since >= FRAME_MS) {
      this.#speed = since < FORGET_MS ? (value - this.#last.value) / since : 0;
      this.#last = { at: now, value };
    }
    this.#asked = null;
    const isFast = Math.abs(this.#speed) * SOON_MS[0] > this.lever.step * LOOK_AHEAD;
    const soon = SOON_MS.map((later) => stepped(value + this.#speed * later, this.lever));
    if (this.#isPointer) return isFast ? changes(this.lever, soon, value) : []; // it aims anew
    return neighbours(this.lever, value, direction);
  }
}
