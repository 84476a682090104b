// What the page remembers: settings on this device, the rest while the tab is open. No cookie.

const SETTINGS = "egov.settings";
const MEMORY = "egov.memory";

const KINDS = { theme: "string", language: "string", projector: "boolean", refine: "number" };

function isLike(value, usual) {
  return typeof value === typeof usual && value !== null
    && Array.isArray(value) === Array.isArray(usual);
}

function read(store, name) {
  try {
    const found = JSON.parse(store().getItem(name) || "{}");
    return isLike(found, {}) ? found : {};
  } catch {
    return {}; // a browser that keeps nothing loses nothing but comfort
  }
}

function write(store, name, data) {
  try {
    store().setItem(name, JSON.stringify(data));
  } catch {
    // full, or not allowed: what is in the page's own memory stays
  }
}

export const settings = read(() => localStorage, SETTINGS);
for (const [key, value] of Object.entries(settings)) {
  if (key in KINDS && typeof value !== KINDS[key]) delete settings[key];
}
const kept = read(() => sessionStorage, MEMORY);

/** Keep a setting of this device. */
export function setSetting(name, value) {
  settings[name] = value;
  write(() => localStorage, SETTINGS, settings);
}

/**
 * Return what a view put aside, as an object that it may change. `usual` is what it holds at
 * first; it takes the place of what is of another kind, as a browser may have kept anything.
 */
export function memory(name, usual = {}) {
  if (!isLike(kept[name], {})) kept[name] = {};
  for (const [key, value] of Object.entries(usual)) {
    if (!isLike(kept[name][key], value)) kept[name][key] = value;
  }
  return kept[name];
}

/** Forget what a view put aside; return whether there was anything. */
export function forget(name) {
  const had = Object.keys(kept[name] ?? {}).length > 0;
  delete kept[name];
  return had;
}

/** Keep what was changed in a memory over a reload. */
export function keep() {
  write(() => sessionStorage, MEMORY, kept);
}

addEventListener("pagehide", keep);
