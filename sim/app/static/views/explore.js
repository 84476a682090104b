// Explore: levers on one side, the district's answer on the other.

import { panel } from "../levers.js";
import { Runner } from "../runner.js";
import { Answer } from "./explore_answer.js";
import { Bar } from "./explore_bar.js";
import { othersOf } from "./explore_others.js";
import { Size } from "./explore_size.js";

const LAST_STAGE = 3;

let view = null;

export async function mount(root, app) {
  view = new Explore(root, app);
  await view.begin();
}

export function unmount() {
  view?.stop();
  view = null;
}

class Explore {
  constructor(root, app) {
    Object.assign(this, { root, app, base: null });
    this.memory = app.memory("explore", { open: { budget: true }, more: [] });
    this.bar = new Bar(app);
    this.answer = new Answer(app, this.memory, { onMore: () => this.move() });
    this.size = new Size(app, () => this.runner.again());
    this.runner = new Runner(app, {
      outcomes: () => this.answer.outcomes,
      most: () => Number(app.settings.refine ?? LAST_STAGE),
      draw: (answer) => this.#draw(answer), fail: (error) => this.answer.fail(error),
      wait: (stage) => this.#wait(stage),
    });
  }

  async begin() {
    this.root.append(this.bar.element, this.#levers(), this.answer.element);
    this.leave = this.app.state.subscribe((state, how) => this.#changed(state, how));
    this.move();
    await this.#loadBase();
  }

  stop() {
    this.leave?.();
    this.runner.stop();
    this.answer.stop();
  }

  // The scenario ---------------------------------------------------------------------------------

  valueOf = (path) => {
    const { set } = this.app.state.get();
    return path in set ? set[path] : this.baseOf(path);
  };

  baseOf = (path) => this.base?.values[path] ?? this.app.lever(path)?.default;

  async #loadBase() {
    const { app } = this;
    const name = app.state.get().base;
    try {
      const base = await app.base(name);
      if (app.state.get().base !== name) return;
      this.base = base;
    } catch (error) {
      this.answer.fail(error);
    }
    this.#refresh();
  }

  #changed(state, { before }) {
    if (state.base !== before.base) {
      this.base = null;
      this.#loadBase();
    }
    this.#refresh();
    if (!this.isOwn) this.move();
  }

  move(ahead = []) {
    performance.clearMarks("moved");
    performance.mark("moved", { startTime: globalThis.event?.timeStamp ?? performance.now() });
    this.runner.move(this.app.state.get(), ahead);
  }

  /** A drag is one step for the browser's back button; a value put back is a step of its own. */
  #moved(lever, value, direction, ahead) {
    const isBase = value === this.baseOf(lever.path);
    const from = direction === 0 ? null : lever.path;
    this.isOwn = true;
    this.app.state.change({ [lever.path]: isBase ? undefined : value }, { from });
    this.isOwn = false;
    this.move(ahead.slice(0, this.app.about.limits.ahead));
  }

  // Levers ---------------------------------------------------------------------------------------

  #levers() {
    const { app } = this;
    const { el, t, about } = app;
    const hooks = {
      valueOf: this.valueOf, baseOf: this.baseOf, find: app.lever,
      isChanged: (path) => path in app.state.get().set,
      onMove: (...given) => this.#moved(...given),
      onAhead: (_, ahead) => this.runner.ahead(app.state.get(),
        ahead.slice(0, about.limits.ahead)),
      isOpen: (name) => this.memory.open[name] === true,
      onOpen: (name, open) => (this.memory.open[name] = open),
    };
    const world = { name: "world", label: t("explore.world"), note: t("explore.world_note"),
      levers: about.assumptions.flatMap((one) => one.levers) };
    this.policy = panel(about.pillars, hooks);
    this.world = panel([world], hooks);
    this.others = othersOf(app);
    const toggle = el("button", { class: "button levers-toggle", type: "button",
      "aria-expanded": "false", "aria-controls": "levers-inside", onclick: () => {
        const isOpen = side.classList.toggle("open");
        toggle.setAttribute("aria-expanded", String(isOpen));
        if (isOpen) this.answer.showAbove(side.getBoundingClientRect().top);
      } }, t("explore.levers"));
    const side = el("section", { class: "side", "aria-label": t("explore.levers") }, toggle,
      el("h2", {}, t("explore.levers")),
      el("div", { class: "levers-inside", id: "levers-inside" },
        el("h3", {}, t("explore.policy")), this.policy.element,
        el("h3", {}, t("explore.assumptions")), this.world.element,
        this.others.element, this.size.element));
    return side;
  }

  // Showing --------------------------------------------------------------------------------------

  #refresh() {
    this.bar.refresh(this.base);
    this.policy.refresh();
    this.world.refresh();
    this.others.refresh();
    this.size.refresh();
  }

  /** Draw an answer; the time from the lever is left where a console or a test finds it. */
  #draw(answer) {
    this.root.dataset.drawn = this.answer.draw(answer);
    this.root.dataset.stage = answer.stage;
    this.memory.stage = answer.stage; // what Take it away begins with
    if (answer.stage !== 0 || performance.getEntriesByName("moved").length === 0) return;
    requestAnimationFrame(() => setTimeout(() => { // the charts are painted now
      if (performance.getEntriesByName("moved").length === 0) return;
      performance.measure("lever to charts", "moved");
      performance.clearMarks("moved");
    }));
  }

  #wait(stage) {
    this.answer.wait(stage);
    this.root.dataset.waits = stage === null ? "no" : String(stage);
  }
}
