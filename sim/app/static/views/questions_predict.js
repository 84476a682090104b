// Predict first: a chance and a range for each outcome, locked before the answer is shown.

import { changesOf, titleOfShort } from "./questions_names.js";

const MOST = 5;

function isShare(unit) {
  return unit === "share";
}

function unitOf(app, unit) {
  if (isShare(unit) || unit === "0-100" || unit === "points") return app.t("unit.points");
  return unit === "0-1" ? app.t("questions.unit_01")
    : app.label("unit", unit, app.label("axis", unit, unit));
}

/**
 * Return {element, start()}; `onReady(beliefs or null)` is called when the answer may be shown,
 * `onForgotten()` when the forecast is thrown away. `start` shows where A stands, for scale.
 */
export function predictOf(app, asked, memory, onReady, onForgotten) {
  const { el, t } = app;
  const { predict } = asked;
  const outcomes = predict.outcomes.slice(0, MOST);
  memory.draft ??= {};
  const rows = outcomes.map((outcome) => belief(app, outcome, memory));
  const wrong = el("div", { role: "alert" });
  const lock = el("button", { class: "button main", type: "submit" }, t("questions.lock"));
  const skip = el("button", { class: "button", type: "button", onclick: () => done(null) },
    t("questions.skip"));
  const form = el("form", { class: "stack", novalidate: true, onsubmit: (event) => {
    event.preventDefault();
    const beliefs = {};
    const problems = rows.map((row) => row.read(beliefs)).filter(Boolean);
    wrong.replaceChildren(...problems.map((text) => el("p", { class: "notice bad" }, text)));
    if (problems.length) return;
    if (!Object.keys(beliefs).length) {
      wrong.replaceChildren(el("p", { class: "notice bad" }, t("questions.needs_one")));
      return;
    }
    done(beliefs);
  } }, rows.map((row) => row.element), wrong, el("div", { class: "row" }, lock, skip));
  const told = el("p", { class: "quiet" });
  const again = el("div", {});
  const lead = el("p", { class: "quiet" }, t("questions.predict_some"));
  const scale = el("p", { class: "quiet" });
  const years = predict.month / 12;
  const element = el("section", { class: "card stack" }, el("h2", {}, t("questions.predict")),
    el("p", { class: "text" }, t("questions.predict_lead", {
      a: titleOfShort(app, asked, predict.a), b: titleOfShort(app, asked, predict.b),
      years: Number.isInteger(years) ? years : years.toFixed(1) })),
    changesOf(app, predict.changes), lead, scale, told, again, form);

  function done(beliefs) {
    memory.seen = true;
    if (beliefs) memory.beliefs = beliefs;
    app.keep();
    locked();
    onReady(memory.beliefs ?? null);
  }

  function locked() {
    for (const control of form.querySelectorAll("input, button")) control.disabled = true;
    form.hidden = true;
    lead.hidden = true;
    scale.hidden = true;
    told.textContent = t(memory.beliefs ? "questions.locked" : "questions.skipped");
    offerAgain();
  }

  function offerAgain() {
    again.replaceChildren(el("button", { class: "button small", type: "button", onclick: warn },
      t("questions.predict_again")));
  }

  /** The answer is known by now, so that a new forecast is worth less: say so first. */
  function warn() {
    const forget = el("button", { class: "button small", type: "button", onclick: () => {
      for (const key of ["beliefs", "seen", "draft", "stage"]) delete memory[key];
      app.keep();
      onForgotten();
    } }, t("questions.forget"));
    const keep = el("button", { class: "button small", type: "button", onclick: () => {
      offerAgain();
      again.querySelector("button").focus();
    } }, t("questions.keep"));
    again.replaceChildren(el("p", {}, t("questions.forget_warning")),
      el("div", { class: "row" }, forget, keep));
    forget.focus();
  }

  async function start() {
    if (memory.seen) return;
    try {
      const { values, sample } = await app.post("/api/questions/start", { number: asked.number },
        { key: "start" });
      for (const row of rows) row.stands(values);
      scale.textContent = t("questions.scale", { sample: sample.toLocaleString("en") });
    } catch (error) {
      const said = app.problem(error); // the forecast can be made without it
      if (said) scale.replaceChildren(said);
    }
  }

  if (memory.seen) locked();
  return { element, start };
}

function belief(app, outcome, memory) {
  const { el, t } = app;
  const { name, unit } = outcome;
  const draft = (memory.draft[name] ??= { higher: 50, low: "", high: "" });
  const label = app.label("outcome", name, outcome.label);
  const said = el("output", { for: `higher-${name}` });
  const higher = el("input", { type: "range", id: `higher-${name}`, min: 0, max: 100, step: 5,
    oninput: () => note() });
  higher.value = draft.higher;
  const [low, high] = ["low", "high"].map((end) => {
    const input = el("input", { type: "number", id: `${end}-${name}`, step: "any",
      inputmode: "decimal", oninput: () => note() });
    input.value = draft[end];
    return input;
  });

  function note() {
    Object.assign(draft, { higher: Number(higher.value), low: low.value, high: high.value });
    said.textContent = `${draft.higher} %`;
    higher.setAttribute("aria-valuetext", said.textContent);
    app.keep();
  }

  note();
  const units = unitOf(app, unit);
  const inA = el("p", { class: "quiet in-a", hidden: true });
  const element = el("fieldset", {}, el("legend", {}, label), inA, el("div", { class: "belief" },
    el("div", {}, el("label", { for: higher.id }, t("questions.higher")), higher, said),
    el("div", {}, el("label", { for: low.id }, t("questions.low", { unit: units })), low),
    el("div", {}, el("label", { for: high.id }, t("questions.high", { unit: units })), high)));
  return {
    element,
    /** Show what comes out in A. */
    stands(values) {
      const found = values[name];
      inA.hidden = !found;
      if (!found) return;
      inA.textContent = t("questions.in_a", { value: app.value(found.value, found.unit) });
    },
    /** Put the belief into `beliefs` if there is one; return what is wrong with it, or null. */
    read(beliefs) {
      if (draft.low === "" && draft.high === "") return null;
      if (draft.low === "" || draft.high === "") return t("questions.needs_range", { name: label });
      const scale = isShare(unit) ? 100 : 1;
      const [from, to] = [Number(draft.low) / scale, Number(draft.high) / scale];
      if (!Number.isFinite(from) || !Number.isFinite(to) || from > to) {
        return t("questions.wrong_range", { name: label });
      }
      beliefs[name] = { higher: draft.higher / 100, low: from, high: to };
      return null;
    },
  };
}
