// The tray of Compare: up to six strategies, each a state with a name.

import { keep, memory } from "./memory.js";
import { checked, encode } from "./state.js";

const listeners = new Set();

function entries() {
  const tray = memory("tray");
  if (!Array.isArray(tray.list)) tray.list = [];
  return tray.list;
}

function told() {
  keep();
  for (const listener of [...listeners]) listener();
}

/** The tray; `most` is how many the server compares at once. */
export const tray = {
  most: 6,
  list: () => entries().filter((one) => checked(one.state).state),
  has: (state) => entries().some((one) => encode(one.state) === encode(state)),
  add(state, name) {
    if (entries().length >= tray.most) return false;
    entries().push({ name: name.slice(0, 60), state: { ...state, set: { ...state.set } } });
    told();
    return true;
  },
  remove(place) {
    entries().splice(place, 1);
    told();
  },
  rename(place, name) {
    Object.assign(entries()[place], { name: name.slice(0, 60), isOwn: true });
    told();
  },
  /** Move one to the first place, where all the others are laid beside it. */
  first(place) {
    const [one] = entries().splice(place, 1);
    entries().unshift(one);
    told();
  },
  subscribe(listener) {
    listeners.add(listener);
    return () => listeners.delete(listener);
  },
};
