// Loading parts of the page when they are first needed; a server that is away is waited for.

import { el } from "./dom.js";

const MOST_TRIES = 4;

/** The server has no such file. */
export class MissingError extends Error {}

/** Loads modules and style sheets. `holds(path)` waits for the server; has it such a file? */
export class Loader {
  #holds;
  #styles = new Map();

  constructor(holds) {
    this.#holds = holds;
  }

  /** Return a module; `isWanted()` tells whether it is still waited for. */
  module(path, isWanted) {
    return this.#load(path, (address) => import(address), isWanted);
  }

  /** Load a style sheet once. */
  style(path) {
    if (!this.#styles.has(path)) {
      this.#styles.set(path, this.#load(path, linked).catch(() => this.#styles.delete(path)));
    }
    return this.#styles.get(path);
  }

  async #load(path, load, isWanted = () => true) {
    for (let tries = 0; ; tries += 1) {
      try {
        return await load(tries ? `${path}?try=${tries}` : path); // a module that failed stays so
      } catch (error) {
        if (!await this.#holds(path)) throw new MissingError(path);
        if (!isWanted() || tries >= MOST_TRIES) throw error;
      }
    }
  }
}

function linked(href) {
  const link = el("link", { rel: "stylesheet", href });
  const done = new Promise((resolve, reject) => {
    link.onload = resolve;
    link.onerror = () => (link.remove(), reject(new Error(href)));
  });
  document.head.append(link);
  return done;
}
