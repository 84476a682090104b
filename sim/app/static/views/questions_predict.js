// Predict first: a chance and a range for each outcome, locked before the answer is shown.

import { titleOfShort } from "./questions_names.js";

const MOST = 5;

function isShare(unit) {
  return unit === "share";
}

function unitOf(app, unit) {
  if (isShare(unit) || unit === "0-100" || unit === "points") return app.t("unit.points");
  return unit === "0-1" ? app.t("questions.unit_01")
    : app.label("unit", unit, app.label("axis", unit, unit));
}

/** Return {element}; `onReady(beliefs or null)` is called when the answer may be shown. */
export function predictOf(app, asked, memory, onReady) {
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
    done(beliefs);
  } }, rows.map((row) => row.element), wrong, el("div", { class: "row" }, lock, skip));
  const told = el("p", { class: "quiet" });
  const years = predict.month / 12;
  const element = el("section", { class: "card stack" }, el("h2", {}, t("questions.predict")),
    el("p", { class: "text" }, t("questions.predict_lead", {
      a: titleOfShort(app, asked, predict.a), b: titleOfShort(app, asked, predict.b),
      years: Number.isInteger(years) ? years : years.toFixed(1) })),
    predict.moved.length ? el("p", {}, t("questions.moved"), " ",
      el("span", { lang: "en" }, `${predict.moved.join("; ")}.`)) : null,
    told, form);

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
    told.textContent = t(memory.beliefs ? "questions.locked" : "questions.skipped");
  }

  if (memory.seen) locked();
  return { element };
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
  const element = el("fieldset", {}, el("legend", {}, label), el("div", { class: "belief" },
    el("div", {}, el("label", { for: higher.id }, t("questions.higher")), higher, said),
    el("div", {}, el("label", { for: low.id }, t("questions.low", { unit: units })), low),
    el("div", {}, el("label", { for: high.id }, t("questions.high", { unit: units })), high)));
  return {
    element,
    /** Put the belief into `beliefs`; return what is wrong with it, or null. */
    read(beliefs) {
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
