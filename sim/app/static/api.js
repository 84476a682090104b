// Asking the server: one sentence for every failure, and patience while it is away.

const RETRY_MS = 700;
const LONGEST_WAIT_MS = 3000;
const BUSY = [429, 502, 503, 504];

/** What the server refused, or why it could not be asked. */
export class AskError extends Error {
  constructor(message, status = 0, problems = [], isQuiet = false, retryAfter = 0) {
    super(message);
    Object.assign(this, { status, problems, isQuiet, retryAfter });
  }
}

function quiet() {
  return new AskError("", 0, [], true);
}

function randomName() {
  const bytes = crypto.getRandomValues(new Uint8Array(12));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

function pause(milliseconds, signal) {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, milliseconds);
    signal.addEventListener("abort", () => (clearTimeout(timer), reject(quiet())), { once: true });
  });
}

/** Ask until there is an answer, if only a refusal; `onWait` is told of each failure. */
export async function patiently(ask, onWait = () => {}) {
  for (let tries = 1; ; tries += 1) {
    try {
      return await ask();
    } catch (error) {
      if (error.status && !BUSY.includes(error.status)) throw error;
      onWait(error);
      await new Promise((done) => setTimeout(done, Math.min(tries * RETRY_MS, LONGEST_WAIT_MS)));
    }
  }
}

/** The way to the server. `onAway` and `onBack(health)` are told when it goes and comes back. */
export class Api {
  #session = randomName();
  #inHand = new Map();
  #isAway = false;
  #started = null;
  #code = null;

  constructor({ onAway, onBack, fault }) {
    Object.assign(this, { onAway, onBack, fault });
  }

  post(path, body, settings = {}) {
    const headers = { "Content-Type": "application/json", "X-Session": this.#session };
    const text = JSON.stringify(body);
    return this.#ask(path, { method: "POST", headers, body: text }, settings);
  }

  get(path, settings = {}) {
    return this.#ask(path, { headers: { "X-Session": this.#session } }, settings);
  }

  /** Leave what is in hand under a key. */
  drop(key) {
    this.#inHand.get(key)?.abort();
    this.#inHand.delete(key);
  }

  async #ask(path, request, { key = null, signal = null, once = false } = {}) {
    const control = new AbortController();
    if (key) {
      this.drop(key);
      this.#inHand.set(key, control);
    }
    if (signal?.aborted) throw quiet();
    const leave = () => control.abort();
    signal?.addEventListener("abort", leave, { once: true });
    try {
      const asked = { ...request, signal: control.signal };
      if (once) return await this.#try(path, asked);
      return await this.#answer(path, asked, control.signal);
    } finally {
      signal?.removeEventListener("abort", leave);
      if (key && this.#inHand.get(key) === control) this.#inHand.delete(key);
    }
  }

  /** Ask for something that nobody waits for: a failure is no news. */
  async #try(path, request) {
    const response = await fetch(path, { ...request, cache: "no-store", priority: "low" });
    if (!response.ok) throw quiet();
    return response.json();
  }

  async #answer(path, request, signal) {
    for (let tries = 0; ; tries += 1) {
      let response;
      try {
        response = await fetch(path, { ...request, cache: "no-store" });
        const data = await response.json();
        if (this.#isAway) await this.look();
        if (response.ok) return data;
        const error = this.#refusal(response, data);
        if (!error.retryAfter || tries > 4) throw error;
        await pause(Math.min(error.retryAfter * 1000, LONGEST_WAIT_MS), signal);
      } catch (error) {
        if (error instanceof AskError) throw error;
        if (signal.aborted) throw quiet();
        this.#gone();
        await pause(RETRY_MS, signal);
      }
    }
  }

  #refusal(response, data) {
    const wait = Number(response.headers.get("Retry-After")) || 0;
    const said = typeof data.error === "string" ? data.error : this.fault();
    return new AskError(said, response.status, data.problems || [], response.status === 409, wait);
  }

  #gone() {
    if (this.#isAway) return;
    this.#isAway = true;
    this.onAway();
  }

  /** Look whether the server is there, and whether it is still the same one. */
  async look() {
    try {
      const response = await fetch("/healthz", { cache: "no-store" });
      const health = await response.json();
      const isOther = this.#started !== null && this.#started !== health.started;
      const isChanged = this.#code !== null && this.#code !== health.code;
      this.#started = health.started;
      this.#code = health.code;
      if (this.#isAway || isOther) {
        this.#isAway = false;
        this.onBack({ isOther, isChanged });
      }
    } catch {
      this.#gone();
    }
  }

  /** Wait until the server answers for a file of the page; return whether it has it. */
  holds(path) {
    return patiently(async () => {
      const response = await fetch(path, { cache: "no-store" });
      if (BUSY.includes(response.status)) throw quiet();
      return response.ok;
    }, () => this.look());
  }

  /** Look every now and then, more often while the server is away. */
  watch(milliseconds) {
    const next = () => setTimeout(again, this.#isAway ? RETRY_MS : milliseconds);
    const again = async () => {
      if (!document.hidden) await this.look();
      next();
    };
    again();
  }
}
