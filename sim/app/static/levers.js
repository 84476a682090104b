// Levers from the declarations: label in words, value with unit, range; step and source on request.

import { el, fresh, tell } from "./dom.js";
import { choice, label, setting, t } from "./words.js";

const LOOK_AHEAD = 3;

/** Whether a lever acts at all, as its `needs` says: "path", or "path=one|other". */
function acts(lever, valueOf) {
  if (!lever.needs) return true;
  const [path, wanted] = lever.needs.split("=");
  const value = valueOf(path);
  if (value === undefined) return true;
  if (wanted) return wanted.split("|").includes(String(value));
  return value !== 0 && value !== false && value !== "none";
}

function rounded(value, lever) {
  const inside = Math.min(lever.high, Math.max(lever.low, value));
  return Number(inside.toPrecision(12));
}

/** Return the values next to one, those ahead in the direction of the hand first. */
export function neighbours(lever, value, direction) {
  if (lever.kind === "switch") return [{ [lever.path]: !value }];
  if (lever.kind === "choice") {
    return lever.choices.filter((one) => one !== value).map((one) => ({ [lever.path]: one }));
  }
  const ways = direction === 0 ? [1, -1, 2, -2]
    : [...Array(LOOK_AHEAD).keys()].map((k) => (k + 1) * direction).concat(-direction);
  const near = ways.map((way) => rounded(value + way * lever.step, lever));
  return [...new Set(near)].filter((one) => one !== value).map((one) => ({ [lever.path]: one }));
}

/** One lever: its row, and the way from a value to the row and back. */
class Row {
  constructor(lever, { valueOf, baseOf, onMove, onHold }) {
    Object.assign(this, { lever, valueOf, baseOf, onMove, onHold });
    this.id = fresh("lever");
    this.name = label("lever", lever.path, lever.label);
    this.output = el("output", { for: this.id });
    this.control = this.#control();
    this.back = el("button", { class: "icon", type: "button", hidden: true,
      title: t("lever.back"), "aria-label": t("lever.back_of", { label: this.name }),
      onclick: () => this.#takeBack() }, "↺");
    this.why = this.#why();
    this.idle = el("p", { class: "lever-idle", hidden: true });
    this.element = el("div", { class: `lever lever-${lever.kind}`, "data-path": lever.path },
      el("div", { class: "lever-head" }, el("label", { for: this.id }, this.name),
        this.output, this.back, this.why.button),
      this.control, this.#ends(), this.idle, this.why.text);
  }

  #control() {
    const { lever, id } = this;
    const hold = () => this.onHold(lever, this.valueOf(lever.path));
    if (lever.kind === "choice") {
      return el("select", { id, onfocus: hold, onchange: (event) => this.#moved(event) },
        lever.choices.map((one) => el("option", { value: one }, choice(one))));
    }
    if (lever.kind === "switch") {
      return el("input", { id, type: "checkbox", role: "switch", onfocus: hold,
        onchange: (event) => this.#moved(event) });
    }
    return el("input", { id, type: "range", min: lever.low, max: lever.high,
      step: lever.step ?? "any", onfocus: hold, onpointerenter: hold,
      oninput: (event) => this.#moved(event), onkeydown: (event) => this.#leap(event) });
  }

  #ends() {
    const { lever } = this;
    if (lever.kind !== "number" && lever.kind !== "integer") return null;
    return el("div", { class: "lever-ends", "aria-hidden": "true" },
      el("span", {}, setting(lever.low, { ...lever, unit: bare(lever.unit) })),
      el("span", {}, setting(lever.high, lever)));
  }

  #why() {
    const { lever } = this;
    const id = fresh("why");
    const lines = [lever.note, t("lever.allowed", { allowed: lever.allowed }),
      lever.step ? t("lever.step", { step: setting(lever.step, lever) }) : "",
      t("lever.source", { source: lever.source }),
      t(`lever.status_${lever.status}`), lever.path];
    const text = el("div", { class: "lever-why", id, hidden: true },
      lines.filter(Boolean).map((line) => el("p", {}, line)));
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
    this.onMove(this.lever, value, Math.sign(value - before) || 0);
  }

  #takeBack() {
    this.onMove(this.lever, this.baseOf(this.lever.path), 0);
    this.control.focus();
  }

  /** Show the value of now. */
  refresh(isChanged) {
    const { lever } = this;
    const value = this.valueOf(lever.path);
    const said = setting(value, lever);
    if (lever.kind === "switch") this.control.checked = value;
    else if (Number(this.control.value) !== value) this.control.value = value;
    if (lever.kind === "number" || lever.kind === "integer") {
      this.control.setAttribute("aria-valuetext", said);
      this.#fill(value);
    }
    tell(this.output, said);
    this.back.hidden = !isChanged;
    this.element.classList.toggle("changed", isChanged);
    const isIdle = !acts(lever, this.valueOf);
    this.idle.hidden = !isIdle;
    if (isIdle) tell(this.idle, t("lever.idle", { needs: needed(lever.needs) }));
  }

  #fill(value) {
    const { low, high } = this.lever;
    const share = (100 * (value - low)) / (high - low || 1);
    this.control.style.setProperty("--share", `${share}%`);
  }
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
 * groups: [{name, label, note, levers}]; hooks: {valueOf, baseOf, isChanged, onMove, onHold, find,
 * isOpen(name), onOpen(name, open)}.
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
