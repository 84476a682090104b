// The answer: how the forecast did, five sentences, the figure that answers, and the numbers.

import { titleOfShort } from "./questions_names.js";

/** Return {element, show(beliefs)}; nothing is asked of the server before `show`. */
export function answerOf(app, asked, memory) {
  const { el, t } = app;
  const body = el("div", { class: "stack" });
  const element = el("section", { class: "card stack", hidden: true },
    el("h2", {}, t("questions.answer")), body);

  async function show(beliefs) {
    element.hidden = false;
    const size = sizeWords(asked.size, asked.scenarios.length);
    body.replaceChildren(el("p", { role: "status" }, t("questions.computing"), " ", size));
    const { number } = asked;
    try {
      const found = await app.post("/api/questions/answer", { number }, { key: "answer" });
      const scored = beliefs
        ? await app.post("/api/predict", { number, forecasts: beliefs }, { key: "predict" }) : null;
      body.replaceChildren(...parts(found, scored).filter(Boolean));
      app.say(t("questions.ready"));
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

  function sizeWords({ seeds, sample }, n) {
    return t("questions.size", { n, seeds, sample: sample.toLocaleString("en") });
  }

  function parts(found, scored) {
    return [
      scored ? score(scored) : null, headline(found.headline),
      el("p", { class: "quiet" }, sizeWords(found.size, asked.scenarios.length), " ",
        t("questions.caution")),
      el("div", { class: "told" }, el("ol", { class: "answers", lang: "en" },
        found.sentences.map((one) => el("li", {}, el("strong", {}, `${one.topic}. `), one.text))),
      figure(found)), differences(found),
      found.notes.length ? el("details", {}, el("summary", {}, t("questions.notes")),
        el("ul", { lang: "en" }, found.notes.map((text) => el("li", {}, text)))) : null,
      command(found),
    ];
  }

  /** The difference of the headline, with its interval and in how many twin runs it is so. */
  function headline(one) {
    const label = app.label("outcome", one.outcome, one.outcome);
    const name = (short) => titleOfShort(app, asked, short);
    return el("p", { class: "headline" }, t("questions.headline", { outcome: label,
      years: Number((one.month / 12).toFixed(1)), a: name(one.against), b: name(one.scenario),
      difference: app.difference(one.difference, one.unit),
      interval: spreadOf(one), higher: one.n_higher, lower: one.n_lower, n: one.n }));
  }

  /** The interval of a difference, in the scale of the difference it stands beside. */
  function spreadOf({ low, high, unit, difference }) {
    return low === null ? t("number.none") : app.interval(low, high, unit, difference);
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
    const rows = scored.rows.map((one) => ({
      label: app.label("outcome", one.outcome, one.label), said: `${Math.round(100 * one.p)} %`,
      came: one.n ? `${Math.round(100 * one.higher)} %` : t("number.none"),
      range: rangeOf(one),
      found: `${app.difference(one.difference, one.unit)}${one.truth_low === null ? ""
        : ` (${spreadOf({ ...one, low: one.truth_low, high: one.truth_high })})`}`,
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

  /** What a figure says that the sentences beside it have not said. */
  function saidOnce({ figure: picture, sentences }) {
    return sentences.reduce((text, one) => text.replace(one.text, ""), picture.alt).trim();
  }

  function figure(found) {
    const { figure: picture, title } = found;
    const said = saidOnce(found);
    const source = (text) => `data:image/svg+xml;charset=utf-8,${encodeURIComponent(text)}`;
    const image = el("picture", {},
      el("source", { media: "(max-width: 640px)", srcset: source(picture.narrow) }),
      el("img", { src: source(picture.wide), alt: picture.alt, lang: "en" }));
    return el("figure", { class: "chart" }, el("figcaption", { class: "visually-hidden",
      lang: "en" },
      `${title}: ${picture.title}`),
      el("div", { class: "answer-picture" }, image),
      said ? el("p", { class: "sentence", lang: "en" }, said) : null);
  }

  function differences({ table }) {
    const name = (one) => titleOfShort(app, asked, one);
    const rows = table.rows.map((one) => ({
      label: app.label("outcome", one.outcome, one.label), scenario: name(one.scenario),
      difference: app.difference(one.difference, one.unit),
      interval: spreadOf(one), n: String(one.n) }));
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
