// The state of a user, and the link that holds it. The rules are those of sim/app/state.py.

export const VERSION = 1;
const LONGEST_LINK = 8000;
const KEYS = ["v", "base", "set", "months", "sample", "seed"];
const PATH = /^(strategy|district)(\.[a-z0-9_]{1,60}){1,6}$/;
const RANGES = { months: [1, 300], sample: [100, 20000], seed: [0, 2 ** 32 - 1] };
export const USUAL = { v: VERSION, base: "baseline", set: {}, months: 120, sample: 5000,
  seed: 20020805 };

function frozen(state) {
  return Object.freeze({ ...state, set: Object.freeze({ ...state.set }) });
}

/** Return a state as it stands in a link, behind "s=". */
export function encode(state) {
  const bytes = new TextEncoder().encode(JSON.stringify(plain(state)));
  let text = "";
  for (const byte of bytes) text += String.fromCharCode(byte);
  return btoa(text).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
}

/** Return the plain data of a state, its keys in their order. */
export function plain(state) {
  const copy = { ...state, set: { ...state.set } };
  return Object.fromEntries(KEYS.map((key) => [key, copy[key]]));
}

/**
 * Return {state, problem} of the text of a link. The problem is a key of the messages with its
 * values, or null; the server looks closer once the state is sent.
 */
export function decode(text) {
  if (text.length > LONGEST_LINK) return refused("link.long", { most: LONGEST_LINK });
  let data;
  try {
    const raw = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
    const bytes = Uint8Array.from(raw, (one) => one.charCodeAt(0));
    data = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch {
    return refused("link.damaged");
  }
  return checked(data);
}

function refused(problem, values = {}) {
  return { state: null, problem: { key: problem, values } };
}

/** Return {state, problem} of plain data from outside. */
export function checked(data) {
  if (data === null || typeof data !== "object" || Array.isArray(data)) {
    return refused("link.damaged");
  }
  if ((data.v ?? VERSION) !== VERSION) return refused("link.version", { v: shown(data.v) });
  const unknown = Object.keys(data).find((key) => !KEYS.includes(key));
  if (unknown) return refused("link.key", { key: shown(unknown) });
  const base = data.base ?? USUAL.base;
  if (typeof base !== "string" || !/^[a-z0-9_/]{1,120}$/.test(base)) {
    return refused("link.base", { base: shown(base) });
  }
  const set = data.set ?? {};
  if (set === null || typeof set !== "object" || Array.isArray(set)) {
    return refused("link.damaged");
  }
  for (const [path, value] of Object.entries(set)) {
    if (!PATH.test(path) || !isPlain(value)) {
      return refused("link.value", { path: shown(path), value: shown(value) });
    }
  }
  const state = { v: VERSION, base, set: { ...set } };
  for (const [key, [low, high]] of Object.entries(RANGES)) {
    const value = data[key] ?? USUAL[key];
    if (!Number.isInteger(value) || value < low || value > high) {
      return refused("link.number", { key, value: shown(value), low, high });
    }
    state[key] = value;
  }
  return { state: frozen(state), problem: null };
}

/** Return {state, left}: a state without the values that do not fit their levers. */
export function fitting(state, leverOf) {
  const isUnfit = ([path, value]) => leverOf(path) && !fits(value, leverOf(path));
  const left = Object.entries(state.set).filter(isUnfit);
  const set = Object.fromEntries(Object.entries(state.set).filter((one) => !isUnfit(one)));
  return { state: left.length ? frozen({ ...state, set }) : state,
    left: left.map(([path, value]) => ({ path, value: shown(value) })) };
}

function fits(value, { kind, low, high, choices }) {
  if (kind === "switch") return typeof value === "boolean";
  if (kind === "choice") return choices.includes(value);
  return typeof value === "number" && (kind !== "integer" || Number.isInteger(value))
    && value >= (low ?? -Infinity) && value <= (high ?? Infinity);
}

function isPlain(value) {
  if (typeof value === "number") return Number.isFinite(value);
  return typeof value === "boolean" || (typeof value === "string" && value.length <= 120);
}

function shown(value) {
  return String(typeof value === "string" ? value : JSON.stringify(value)).slice(0, 60);
}

/** Return the parts of a hash: {view, s, ...others}. */
export function readHash(hash) {
  return Object.fromEntries(new URLSearchParams(hash.replace(/^#/, "")));
}

/** Return a hash that opens a view with a state; Explore is the view of a bare link. */
export function hashOf(state, view = "explore", params = {}) {
  const parts = view === "explore" ? [] : [`view=${encodeURIComponent(view)}`];
  for (const [key, value] of Object.entries(params)) {
    if (value === undefined || value === null || value === "") continue;
    parts.push(`${encodeURIComponent(key)}=${encodeURIComponent(value)}`);
  }
  return `#${[...parts, `s=${encode(state)}`].join("&")}`;
}

/** Holds the state, and tells who listens when it changes. */
export class Store {
  #state = frozen(USUAL);
  #listeners = new Set();

  get() {
    return this.#state;
  }

  /** Take a state over; `push` makes a step that the browser's back button takes back. */
  set(state, { push = true, from = null } = {}) {
    const before = this.#state;
    const found = checked(plain({ ...USUAL, ...state }));
    if (!found.state) throw new Error(found.problem.key);
    this.#state = found.state;
    for (const listener of [...this.#listeners]) listener(this.#state, { push, from, before });
  }

  /** Change some values; undefined takes a change back. */
  change(values, settings) {
    const set = { ...this.#state.set, ...values };
    for (const [path, value] of Object.entries(set)) if (value === undefined) delete set[path];
    this.set({ ...this.#state, set }, settings);
  }

  subscribe(listener) {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  link(state, view, params) {
    return `${location.origin}${location.pathname}${hashOf(state, view, params)}`;
  }
}
