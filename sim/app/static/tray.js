// The tray of Compare: up to six strategies, each a state with a name. `hold` returns a state as
// this server can use it, or null.

import { keep, memory } from "./memory.js";
import { checked, encode } from "./state.js";

const listeners = new Set();

/** The entries that can still be used: a browser may have kept anything. */
function entries() {
  const kept = memory("tray", { list: [] });
  const held = kept.list.map(usable);
  if (held.some((one, place) => one !== kept.list[place])) kept.list = held.filter(Boolean);
  return kept.list;
}

function usable(one) {
  if (typeof one?.name !== "string") return null;
  const { state } = checked(one.state ?? null);
  const held = state && tray.hold(state);
  if (!held) return null;
  return encode(held) === encode(one.state) ? one : { ...one, state: held };
}

function told() {
  keep();
  for (const listener of [...listeners]) listener();
}

/** The tray; `most` is how many the server compares at once. */
export const tray = {
  most: 6,
  hold: (state) => state,
  list: () => [...entries()],
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
