// The answer: how the forecast did, five sentences, the figure that answers, and the numbers.

import { dataOf, figureOf } from "./questions_figure.js";
import { titleOfShort } from "./questions_names.js";

const LARGE = 1; // the stage with more seeds and a larger sample

/** Return {element, show(beliefs)}; nothing is asked of the server before `show`. */
export function answerOf(app, asked, memory) {
  const { el, t } = app;
  const body = el("div", { class: "stack" });
  const element = el("section", { class: "card stack", hidden: true },
    el("h2", {}, t("questions.answer")), body);

  /** Return the answer of a stage and how the forecast did in it. */
  async function ask(stage, beliefs) {
    const { number } = asked;
    const found = await app.post("/api/questions/answer", { number, stage }, { key: "answer" });
    const scored = beliefs ? await app.post("/api/predict",
      { number, stage, forecasts: beliefs }, { key: "predict" }) : null;
    return [found, scored];
  }

  async function show(beliefs) {
    element.hidden = false;
    const size = sizeWords(asked.sizes[0], asked.scenarios.length);
    body.replaceChildren(el("p", { role: "status" }, t("questions.computing"), " ", size));
    try {
      const [found, scored] = await ask(0, beliefs);
      const more = moreRuns(beliefs);
      body.replaceChildren(...parts(found, scored, more.element).filter(Boolean));
      app.say(t("questions.ready"));
      if (memory.stage === LARGE) more.go();
    } catch (error) {
      const said = app.problem(error);
      if (!said) return;
      const again = el("button", { class: "button", type: "button", onclick: () => show(beliefs) },
        t("questions.again"));
      const anew = el("button", { class: "button", type: "button", onclick: () => {
        delete memory.beliefs;
        show(null);
      } }, t("questions.without"));
      body.replaceChildren(said, el("div", { class: "row" }, again, beliefs ? anew : null));
    }
  }

  /** The way on to more runs; the answer that is there stays until theirs is. */
  function moreRuns(beliefs) {
    const { seeds, sample } = asked.sizes[LARGE];
    const size = { seeds, sample: sample.toLocaleString("en") };
    const status = el("span", { role: "status", class: "quiet" }, t("questions.more_note", size));
    const button = el("button", { class: "button", type: "button", onclick: () => go() },
      t("questions.more"));
    const wrong = el("div", {});
    async function go() {
      button.disabled = true;
      memory.stage = LARGE;
      app.keep();
      wrong.replaceChildren();
      status.textContent = t("questions.more_computing", size);
      try {
        const [found, scored] = await ask(LARGE, beliefs);
        body.replaceChildren(...parts(found, scored, null).filter(Boolean));
        app.say(t("questions.more_ready", size));
      } catch (error) {
        const said = app.problem(error);
        if (!said) return;
        delete memory.stage;
        button.disabled = false;
        status.textContent = t("questions.more_note", size);
        wrong.replaceChildren(said);
      }
    }
    return { go, element: el("div", { class: "more-runs" }, el("div", { class: "row" }, button,
      status), wrong) };
  }

  function sizeWords({ seeds, sample }, n) {
    return t("questions.size", { n, seeds, sample: sample.toLocaleString("en") });
  }

  function parts(found, scored, more) {
    return [
      scored ? score(scored) : null, headline(found.headline),
      el("p", { class: "quiet" }, sizeWords(found.size, asked.scenarios.length), " ",
        t("questions.caution")),
      more,
      el("div", { class: "told" }, el("ol", { class: "answers", lang: "en" },
        found.sentences.map((one) => el("li", {}, el("strong", {}, `${one.topic}. `), one.text))),
      figureOf(app, asked, found)), dataOf(app, asked, found.figure), differences(found),
      found.notes.length ? el("details", {}, el("summary", {}, t("questions.notes")),
        el("ul", { lang: "en" }, found.notes.map((text) => el("li", {}, text)))) : null,
      command(found),
    ];
  }

  /** The difference of the headline, with its interval and in how many twin runs it is so. */
  function headline(one) {
    const label = app.label("outcome", one.outcome, one.outcome);
    const name = (short) => titleOfShort(app, asked, short);
    const told = toldOf(one);
    return el("p", { class: "headline" }, t("questions.headline", { outcome: label,
      years: Number((one.month / 12).toFixed(1)), a: name(one.against), b: name(one.scenario),
      difference: told.difference, interval: told.interval,
      higher: one.n_higher, lower: one.n_lower, n: one.n }));
  }

  /** A difference and its interval in words, with as many digits as it takes to see them. */
  function toldOf({ low, high, unit, difference }) {
    const words = app.together(unit, { differences: [difference], intervals: [[low, high]] });
    const none = low === null ? t("number.none") : null;
    const isLost = difference !== 0 && !/[1-9]/.test(words.difference(difference));
    return isLost && unit === "count" // a mean of whole numbers can be less than half a one
      ? { difference: app.difference(difference, unit),
        interval: none ?? app.interval(low, high, unit, difference) }
      : { difference: words.difference(difference), interval: none ?? words.interval(low, high) };
  }

  /** The same in a table, where twin runs without any difference are told as such. */
  function rowOf(one) {
    const isSame = one.difference === 0 && one.low === 0 && one.high === 0;
    return isSame
      ? { difference: app.difference(0, one.unit), interval: t("questions.same_in_all") }
      : toldOf(one);
  }

  /** A range with no number beside it: the ends of a sum are told with their own unit. */
  function rangeOf({ low, high, unit }) {
    if (!unit.startsWith("USD")) return app.interval(low, high, unit);
    return t("number.range", { low: app.difference(low, unit), high: app.difference(high, unit) });
  }

  function scoreWords({ rows, brier, always_50: half, best }) {
    const known = rows.filter((one) => one.n);
    if (!known.length) return t("questions.no_score");
    return t("questions.score_words", { brier: brier.toFixed(2), half: half.toFixed(2),
      best: best.toFixed(2), held: known.filter((one) => one.held).length, n: known.length });
  }

  function score(scored) {
    const told = (one) => rowOf({ ...one, low: one.truth_low, high: one.truth_high });
    const rows = scored.rows.map((one) => ({
      label: app.label("outcome", one.outcome, one.label), said: `${Math.round(100 * one.p)} %`,
      came: one.n ? `${Math.round(100 * one.higher)} %` : t("number.none"),
      range: rangeOf(one),
      found: `${told(one).difference}${one.truth_low === null ? "" : ` (${told(one).interval})`}`,
      held: t(one.held ? "questions.held" : "questions.missed"),
      brier: one.brier === null ? t("number.none") : one.brier.toFixed(2) }));
    return el("div", { class: "stack" }, el("h3", {}, t("questions.score")),
      el("p", { class: "text" }, scoreWords(scored)),
      app.table({ caption: t("questions.score_caption"), rows, columns: [
        { key: "label", label: t("questions.outcome") },
        { key: "said", label: t("questions.you_said"), number: true },
        { key: "came", label: t("questions.came"), number: true },
        { key: "range", label: t("questions.your_range"), number: true },
        { key: "found", label: t("questions.found"), number: true },
        { key: "held", label: t("questions.in_range") },
        { key: "brier", label: t("questions.brier"), number: true }] }));
  }

  function differences({ table }) {
    const name = (one) => titleOfShort(app, asked, one);
    const rows = table.rows.map((one) => ({
      label: app.label("outcome", one.outcome, one.label), scenario: name(one.scenario),
      ...rowOf(one), n: String(one.n) }));
    return el("details", { class: "data" }, el("summary", {}, t("questions.table")),
      app.table({ caption: t("questions.table_caption", { months: table.month,
        against: name(table.rows[0]?.against ?? "") }), rows, columns: [
        { key: "label", label: t("questions.outcome") },
        { key: "scenario", label: t("questions.scenario") },
        { key: "difference", label: t("questions.difference"), number: true },
        { key: "interval", label: t("questions.interval"), number: true },
        { key: "n", label: t("questions.runs"), number: true }] }));
  }

  function command(found) {
    return el("details", {}, el("summary", {}, t("questions.command")),
      el("p", {}, t("questions.same")), el("pre", { lang: "en" }, el("code", {}, found.command)),
      el("p", {}, t("questions.larger")), el("pre", { lang: "en" }, el("code", {}, asked.command)));
  }

  return { element, show };
}
