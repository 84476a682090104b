// What the page remembers: settings on this device, the rest while the tab is open. No cookie.

const SETTINGS = "egov.settings";
const MEMORY = "egov.memory";

function read(store, name) {
  try {
    const found = JSON.parse(store().getItem(name) || "{}");
    return found !== null && typeof found === "object" ? found : {};
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
const kept = read(() => sessionStorage, MEMORY);

/** Keep a setting of this device. */
export function setSetting(name, value) {
  settings[name] = value;
  write(() => localStorage, SETTINGS, settings);
}

/** Return what a view put aside, as an object that it may change. */
export function memory(name) {
  if (typeof kept[name] !== "object" || kept[name] === null) kept[name] = {};
  return kept[name];
}

/** Keep what was changed in a memory over a reload. */
export function keep() {
  write(() => sessionStorage, MEMORY, kept);
}

addEventListener("pagehide", keep);
