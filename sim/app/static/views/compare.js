// Compare: a tray of strategies; table with intervals, what is traded, the difference taken apart.

import { later, tell } from "../dom.js";
import { NAMES } from "../marks.js";
import { nameOf, scenarioOptions } from "./explore_bar.js";
import { Results } from "./compare_results.js";
import { changesOf } from "./compare_words.js";

const STAGES = [0, 1, 2];
const ASK_AFTER_MS = 400;
const LONGEST_NAME = 60; // as the server has it

let view = null;

export async function mount(root, app) {
  await app.style("views/compare.css");
  view = new Compare(root, app);
  view.begin();
}

export function unmount() {
  view?.stop();
  view = null;
}

class Compare {
  #turn = 0;

  constructor(root, app) {
    Object.assign(this, { root, app });
    this.memory = app.memory("compare");
    this.results = new Results(app, this.memory, () => this.#explain());
    this.askLater = later(() => this.#ask(), ASK_AFTER_MS);
  }

  begin() {
    const { app, root } = this;
    const { el, t } = app;
    if (app.tray.list().length === 0) this.#start();
    this.list = el("ol", { class: "tray" });
    this.empty = el("p", { class: "quiet" });
    this.status = el("p", { class: "shown" });
    this.busy = el("p", { class: "busy" });
    this.trouble = el("div", {});
    root.append(app.heading(t("nav.compare"), t("compare.lead", { n: app.tray.most })),
      el("h2", {}, t("compare.tray")), this.list, this.#adder(), this.empty,
      el("div", { class: "status" }, this.status, this.busy), this.trouble, this.results.element);
    this.leave = app.tray.subscribe(() => this.#changed());
    this.#changed();
  }

  stop() {
    this.#turn += 1;
    this.leave?.();
    this.askLater.cancel();
    for (const key of ["compare", "explain"]) this.app.drop(key);
    this.results.stop();
  }

  /** An empty tray begins with the baseline and, if it differs, what Explore shows. */
  #start() {
    const { app } = this;
    const now = app.state.get();
    const first = { ...now, base: "baseline", set: {} };
    app.tray.add(first, nameOf(app, first));
    if (!app.tray.has(now)) app.tray.add(now, nameOf(app, now));
  }

  // The tray -------------------------------------------------------------------------------------

  #adder() {
    const { el, t } = this.app;
    this.choice = el("select", { id: "add" },
      el("option", { value: "" }, t("compare.add_yours")), scenarioOptions(this.app));
    this.adding = el("button", { class: "button", type: "button", onclick: () => this.#add() },
      t("compare.add"));
    return el("div", { class: "field" }, el("label", { for: "add" }, t("compare.add_label")),
      this.choice, this.adding);
  }

  #add() {
    const { app } = this;
    const now = app.state.get();
    const state = this.choice.value ? { ...now, base: this.choice.value, set: {} } : now;
    const name = nameOf(app, state);
    if (!app.tray.has(state)) app.tray.add(state, name);
    else app.notice("tray", app.t("explore.tray_has", { name }), { seconds: 6 });
  }

  /**
   * Return the names of the tray, the second of the same name with a number, as in the table. A
   * name that nobody has written follows the language of the page.
   */
  #names() {
    const names = [];
    for (const one of this.app.tray.list()) {
      const plain = (one.isOwn ? one.name : nameOf(this.app, one.state)).slice(0, LONGEST_NAME);
      let name = plain;
      for (let n = 2; names.includes(name); n += 1) {
        name = `${plain.slice(0, LONGEST_NAME - 4).trim()} (${n})`;
      }
      names.push(name);
    }
    return names;
  }

  #row(one, place, now) {
    const { el, t, sign, tray, state } = this.app;
    const name = el("input", { type: "text", value: now, maxlength: 60,
      "aria-label": t("compare.name", { n: place + 1 }),
      onchange: () => tray.rename(place, name.value.trim() || now) });
    const icon = (mark, key, act, props = {}) => el("button", { class: "icon", type: "button",
      title: t(`compare.${key}`, { name: now }),
      "aria-label": t(`compare.${key}`, { name: now }), onclick: act, ...props }, mark);
    return el("li", { class: "card" }, sign(NAMES[place]), name,
      place > 0 ? icon("↑", "first", () => this.#keepFocus(() => tray.first(place))) : null,
      icon("↗", "open", () => {
        state.set(one.state);
        this.app.go("explore");
      }),
      icon("×", "remove", () => this.#keepFocus(() => tray.remove(place))));
  }

  /** A list made anew has lost the focus; it goes on in the first row. */
  #keepFocus(act) {
    act();
    (this.list.querySelector("input") ?? this.choice).focus();
  }

  #changed() {
    const { app } = this;
    const list = app.tray.list();
    const names = this.#names();
    this.list.replaceChildren(...list.map((one, place) => this.#row(one, place, names[place])));
    this.adding.disabled = list.length >= app.tray.most;
    tell(this.empty, list.length < 2 ? app.t("compare.empty", { n: list.length }) : "");
    this.results.element.hidden = list.length < 2;
    this.#before(list);
    this.askLater();
  }

  /** Say that what is shown is of the tray before, while the new one is computed. */
  #before(list) {
    const { t } = this.app;
    const isOther = this.shown !== undefined && list.length > 1
      && this.shown !== JSON.stringify(this.#body());
    this.results.stale(isOther);
    if (isOther) tell(this.status, t("compare.before"));
  }

  // Asking ---------------------------------------------------------------------------------------

  #body(stage) {
    const list = this.app.tray.list();
    return { states: list.map((one) => one.state), names: this.#names(), stage };
  }

  async #ask() {
    const { app } = this;
    const turn = ++this.#turn;
    app.drop("explain");
    this.#wait("");
    if (app.tray.list().length < 2) return;
    const most = Math.max(1, Number(app.settings.refine ?? 2));
    try {
      for (const stage of STAGES.filter((one) => one <= most)) {
        this.#wait(app.t(stage === 0 ? "explore.computing" : "explore.refining", {
          n: app.about.stages[stage].seeds,
          sample: app.tray.list()[0].state.sample.toLocaleString("en") }));
        const answer = await app.post("/api/compare", this.#body(stage), { key: "compare" });
        if (turn !== this.#turn) return;
        this.#draw(answer);
      }
      this.#wait("");
    } catch (error) {
      if (turn === this.#turn) this.#fail(error);
    }
  }

  #draw(answer) {
    const { t } = this.app;
    this.trouble.replaceChildren();
    this.shown = JSON.stringify(this.#body());
    tell(this.status, t(answer.seeds === 1 ? "compare.shown_one" : "compare.shown",
      { n: answer.seeds, sample: answer.sample.toLocaleString("en") }));
    this.results.draw(answer);
    this.root.dataset.stage = answer.stage;
    this.root.dataset.drawn = Number(this.root.dataset.drawn ?? 0) + 1;
  }

  async #explain() {
    const { app } = this;
    const turn = this.#turn;
    const [one, other] = app.tray.list();
    this.results.explaining(app.t("compare.explaining"));
    const body = { states: [one.state, other.state],
      names: this.#names().slice(0, 2), stage: 1, waterfall: true };
    try {
      const answer = await app.post("/api/compare", body, { key: "explain" });
      const said = await changesOf(app, body.states);
      if (turn === this.#turn) this.results.explain(answer, said);
    } catch (error) {
      if (turn === this.#turn) this.results.explaining("", this.app.problem(error));
    }
  }

  #wait(text) {
    tell(this.busy, text);
    this.busy.classList.toggle("on", text !== "");
  }

  #fail(error) {
    this.#wait("");
    const said = this.app.problem(error);
    if (said) this.trouble.replaceChildren(said);
  }
}
