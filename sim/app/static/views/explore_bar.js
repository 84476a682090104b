// The bar of Explore: which scenario, what it asks, put all back, into the tray.

import { tell } from "../dom.js";
import { openButton } from "../opener.js";

/** Return the scenarios as groups of options of a select. */
export function scenarioOptions(app) {
  const { el, t, label, about } = app;
  const groups = new Map();
  for (const base of about.bases) {
    const key = base.question ? t("explore.of_question", { n: base.question })
      : base.file.includes("/strategies/") ? t("explore.strategies") : t("explore.scenarios");
    if (!groups.has(key)) groups.set(key, []);
    groups.get(key).push(base);
  }
  return [...groups].map(([name, list]) => el("optgroup", { label: name }, list.map((base) =>
    el("option", { value: base.name }, label("base", base.name, base.title)))));
}

/** Return a name for a state: its scenario, or what is changed in it. */
export function nameOf(app, state) {
  const { about, label, lever, setting, t } = app;
  const base = about.bases.find((one) => one.name === state.base);
  const name = label("base", base.name, base.title);
  const changed = Object.keys(state.set);
  if (changed.length === 0) return name;
  const first = lever(changed[0]);
  if (changed.length > 1 || !first) return t("explore.changed_name", { name, n: changed.length });
  return `${label("lever", first.path, first.label)}: ${setting(state.set[first.path], first)}`;
}

export class Bar {
  constructor(app) {
    this.app = app;
    const { el, t } = app;
    this.select = el("select", { id: "base", onchange: () => this.#choose() },
      scenarioOptions(app));
    this.question = el("p", { class: "question" });
    this.reset = el("button", { class: "button", type: "button", onclick: () =>
      app.state.set({ ...app.state.get(), set: {} }) }, t("explore.reset"));
    this.add = el("button", { class: "button", type: "button", onclick: () => this.#toTray() });
    this.element = el("div", { class: "bar" },
      el("h1", {}, t("nav.explore")),
      el("div", { class: "field" }, el("label", { for: "base" }, t("explore.scenario")),
        this.select),
      this.question, el("div", { class: "row" }, this.reset, openButton(app), this.add));
  }

  #choose() {
    const { app } = this;
    const before = app.state.get();
    app.state.set({ ...before, base: this.select.value, set: {} });
    if (Object.keys(before.set).length === 0) return;
    const undo = app.el("button", { class: "button small", type: "button", onclick: () => {
      app.state.set(before);
      app.dismiss("base");
    } }, app.t("explore.undo"));
    app.notice("base", app.t("explore.left"), { actions: [undo], seconds: 12 });
  }

  #toTray() {
    const { app } = this;
    const state = app.state.get();
    const name = nameOf(app, state);
    const text = app.tray.has(state) ? "explore.tray_has"
      : app.tray.add(state, name) ? "explore.tray_added" : "explore.tray_full";
    app.notice("tray", app.t(text, { name, n: app.tray.most }), { seconds: 6 });
    this.refresh(this.base);
  }

  /** Show the state of now; `base` is what the server told of its scenario, or null. */
  refresh(base) {
    this.base = base;
    const { app } = this;
    const state = app.state.get();
    this.select.value = state.base;
    this.reset.disabled = Object.keys(state.set).length === 0;
    tell(this.add, app.t(app.tray.has(state) ? "explore.in_tray" : "explore.add"));
    const asked = app.label("base_question", state.base, base?.about.question ?? "");
    const dated = base?.dated_changes ?? 0;
    tell(this.question, dated && asked ? `${asked} (${app.t(
      dated === 1 ? "explore.dated_one" : "explore.dated", { n: dated })})`
      : asked);
  }
}
