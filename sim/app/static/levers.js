// Levers from the declarations: label in words, value with unit, range; step and source on request.

import { el, fresh, tell } from "./dom.js";
import { Hand, neighbours, rounded } from "./hand.js";
import { setting, short } from "./numbers.js";
import { choice, label, t } from "./words.js";

/** Whether a lever acts at all, as its `needs` says: "path", or "path=one|other". */
function acts(lever, valueOf) {
  if (!lever.needs) return true;
  const [path, wanted] = lever.needs.split("=");
  const value = valueOf(path);
  if (value === undefined) return true;
  if (wanted) return wanted.split("|").includes(String(value));
  return value !== 0 && value !== false && value !== "none";
}

/** One lever: its row, and the way from a value to the row and back. */
class Row {
  #shown = "";

  constructor(lever, { valueOf, baseOf, onMove, onAhead }) {
    Object.assign(this, { lever, valueOf, baseOf, onMove, onAhead });
    this.id = fresh("lever");
    this.name = label("lever", lever.path, lever.label);
    this.output = el("output", { for: this.id });
    this.control = this.#control();
    this.back = el("button", { class: "icon", type: "button", hidden: true,
      title: t("lever.back"), "aria-label": t("lever.back_of", { label: this.name }),
      onclick: () => this.#takeBack() }, "↺");
    this.why = this.#why();
    this.idle = el("p", { class: "lever-idle", hidden: true });
    const isNumber = this.#isNumber();
    const now = el("span", { class: "lever-now" }, this.output, this.back);
    this.element = el("div", { class: `lever lever-${lever.kind}`, "data-path": lever.path },
      el("div", { class: "lever-head" }, el("label", { for: this.id }, this.name),
        isNumber ? null : now, this.why.button),
      this.control, isNumber ? this.#foot(now) : null, this.idle, this.why.text);
  }

  #isNumber() {
    return this.lever.kind === "number" || this.lever.kind === "integer";
  }

  #control() {
    const { lever, id } = this;
    const near = () => this.onAhead(lever, neighbours(lever, this.valueOf(lever.path)));
    const usual = { id, onfocus: near, onpointerenter: near };
    if (lever.kind === "choice") {
      return el("select", { ...usual, onchange: () => this.#moved() },
        lever.choices.map((one) => el("option", { value: one }, choice(one))));
    }
    if (lever.kind === "switch") {
      return el("input", { ...usual, type: "checkbox", role: "switch",
        onchange: () => this.#moved() });
    }
    const slider = el("input", { ...usual, type: "range", min: lever.low, max: lever.high,
      step: lever.step ?? "any", oninput: () => this.#moved(),
      onkeydown: (event) => this.#leap(event) });
    this.hand = new Hand(slider, lever, this.onAhead);
    return slider;
  }

  /** Below a slider: its ends, and its value, which thus moves nothing when it grows longer. */
  #foot(now) {
    const end = (value) => el("span", { class: "lever-end", "aria-hidden": "true" },
      short(value, this.lever.unit));
    return el("div", { class: "lever-foot" }, end(this.lever.low), now, end(this.lever.high));
  }

  #why() {
    const { lever } = this;
    const id = fresh("why");
    const lines = [label("lever_note", lever.path, lever.note), allowed(lever),
      lever.step ? t("lever.step", { step: setting(lever.step, lever) }) : "",
      t(`lever.status_${lever.status}`)];
    const text = el("div", { class: "lever-why", id, hidden: true },
      lines.filter(Boolean).map((line) => el("p", {}, line)),
      el("p", {}, t("lever.source"), " ", el("span", { lang: "en" }, lever.source)),
      el("p", { lang: "en" }, lever.path));
    const button = el("button", { class: "icon", type: "button", "aria-expanded": "false",
      "aria-controls": id, title: t("lever.about"),
      "aria-label": t("lever.about_of", { label: this.name }), onclick: () => {
        text.hidden = !text.hidden;
        button.setAttribute("aria-expanded", String(!text.hidden));
      } }, "?");
    return { button, text };
  }

  #read() {
    if (this.lever.kind === "switch") return this.control.checked;
    if (this.lever.kind === "choice") return this.control.value;
    return rounded(Number(this.control.value), this.lever);
  }

  /** Page Up and Page Down move a tenth of the range in every browser. */
  #leap(event) {
    const way = { PageUp: 1, PageDown: -1 }[event.key];
    if (!way) return;
    event.preventDefault();
    const { low, high } = this.lever;
    this.control.value = Number(this.control.value) + way * (high - low) / 10;
    this.#moved();
  }

  #moved() {
    const [before, value] = [this.valueOf(this.lever.path), this.#read()];
    if (before === value) return;
    const direction = Math.sign(value - before) || 0;
    this.onMove(this.lever, value, direction,
      this.hand?.ahead(value, direction) ?? neighbours(this.lever, value));
  }

  #takeBack() {
    const value = this.baseOf(this.lever.path);
    this.onMove(this.lever, value, 0, neighbours(this.lever, value));
    this.control.focus();
  }

  /** Show the value of now. */
  refresh(isChanged) {
    const { lever } = this;
    const value = this.valueOf(lever.path);
    const isIdle = !acts(lever, this.valueOf);
    const shown = `${value} ${isChanged} ${isIdle} ${this.control.value}`;
    if (shown === this.#shown) return;
    const said = setting(value, lever);
    if (lever.kind === "switch") this.control.checked = value;
    else if (Number(this.control.value) !== value) this.control.value = value;
    if (this.#isNumber()) {
      this.control.setAttribute("aria-valuetext", said);
      this.#fill(value);
    }
    tell(this.output, said);
    this.back.hidden = !isChanged;
    this.element.classList.toggle("changed", isChanged);
    this.idle.hidden = !isIdle;
    if (isIdle) tell(this.idle, t("lever.idle", { needs: needed(lever.needs) }));
    this.#shown = `${value} ${isChanged} ${isIdle} ${this.control.value}`;
  }

  #fill(value) {
    const { low, high } = this.lever;
    const share = (100 * (value - low)) / (high - low || 1);
    this.control.style.setProperty("--share", `${share}%`);
  }
}

/** Return what a lever may be set to, in words. */
function allowed(lever) {
  if (lever.kind === "choice") {
    return t("lever.allowed_choice", { list: lever.choices.map(choice).join(", ") });
  }
  if (lever.kind === "switch") return t("lever.allowed_switch");
  return t(`lever.allowed_${lever.kind}`, { low: setting(lever.low, { ...lever,
    unit: bare(lever.unit) }), high: setting(lever.high, lever) });
}

function bare(unit) {
  return unit === "share" ? unit : "count";
}

let named = () => undefined;

function needed(needs) {
  const [path, wanted] = needs.split("=");
  const other = named(path);
  const name = other ? label("lever", path, other.label) : path;
  return wanted ? `${name}: ${wanted.split("|").map(choice).join(", ")}` : name;
}

/**
 * Return {element, refresh()}: groups of levers.
 * groups: [{name, label, note, levers}]; hooks: {valueOf, baseOf, isChanged, find, isOpen(name),
 * onOpen(name, open), onMove(lever, value, direction, changes that may follow),
 * onAhead(lever, changes that may follow)}.
 */
export function panel(groups, hooks) {
  named = hooks.find;
  const rows = [];
  const counts = new Map();
  const element = el("div", { class: "levers" }, groups.map((group) => {
    const count = el("span", { class: "count" });
    counts.set(group, count);
    const own = group.levers.map((lever) => new Row(lever, hooks));
    rows.push(...own);
    const details = el("details", { open: hooks.isOpen(group.name), class: "pillar",
      ontoggle: () => hooks.onOpen(group.name, details.open) },
    el("summary", {}, label("pillar", group.name, group.label), count),
    group.note ? el("p", { class: "pillar-note" }, label("pillar_note", group.name, group.note))
      : null,
    own.map((row) => row.element));
    return details;
  }));
  const refresh = () => {
    for (const row of rows) row.refresh(hooks.isChanged(row.lever.path));
    for (const [group, count] of counts) {
      const changed = group.levers.filter((one) => hooks.isChanged(one.path)).length;
      tell(count, changed ? t("lever.changed", { n: changed }) : "");
    }
  };
  return { element, refresh };
}
