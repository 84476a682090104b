// What Compare shows: table, two trades, sentences, and the waterfall of the first two.

import { NAMES } from "../marks.js";
import { partName, told } from "./compare_words.js";

export class Results {
  #pictures = [];
  #falls = [];

  constructor(app, memory, onExplain) {
    Object.assign(this, { app, memory, onExplain, answer: null });
    const { el, t } = app;
    this.year = el("select", { id: "year", onchange: () => {
      memory.month = Number(this.year.value);
      this.#table();
    } });
    this.table = el("div", {});
    this.trades = el("div", { class: "pair" });
    this.sentences = el("ul", { class: "sentences" });
    this.notes = el("ul", { class: "sentences" });
    this.fall = el("div", {});
    this.element = el("div", { hidden: true },
      el("div", { class: "field" }, el("label", { for: "year" }, t("compare.year")), this.year),
      this.table, el("h2", {}, t("compare.trade")), this.trades,
      el("h2", {}, t("compare.findings")), this.sentences,
      el("details", {}, el("summary", {}, t("compare.pairing")),
        app.language === "en" ? null : el("p", { class: "quiet" }, t("explore.records")),
        this.notes),
      el("h2", {}, t("compare.waterfall")), this.fall);
  }

  stop() {
    for (const picture of [...this.#pictures, ...this.#falls]) picture.destroy();
    this.#pictures = [];
    this.#falls = [];
  }

  draw(answer) {
    const { el } = this.app;
    const isOther = answer.names.join("\n") !== this.answer?.names.join("\n");
    this.answer = answer;
    this.#years();
    this.#table();
    this.#trade();
    const list = (lines) => lines.map(({ topic, text, lang }) =>
      el("li", { lang }, topic ? el("strong", {}, `${topic}: `) : null, text));
    const { findings, method } = told(this.app, answer);
    this.sentences.replaceChildren(...list(findings));
    this.notes.replaceChildren(...list(method));
    if (isOther) this.#offer();
  }

  // Table ----------------------------------------------------------------------------------------

  #years() {
    const { el, t } = this.app;
    const { months } = this.answer;
    const wanted = months.includes(this.memory.month) ? this.memory.month : months.at(-1);
    this.year.replaceChildren(...months.map((one) => el("option",
      { value: one, selected: one === wanted },
      one === 12 ? t("compare.one_year")
        : one % 12 === 0 ? t("compare.n_years", { n: one / 12 }) : t("compare.n_months", { n: one }))));
  }

  #table() {
    const { app, answer } = this;
    const { t, label } = app;
    const month = Number(this.year.value);
    const at = (list) => list.filter((row) => row.month === month);
    const [best, differences] = [at(answer.best), at(answer.table)];
    const outcomes = [...new Set(best.map((row) => row.outcome))];
    const rows = outcomes.map((name) => {
      const row = { outcome: label("outcome", name, app.outcome(name).label) };
      const of = (list) => list.filter((one) => one.outcome === name);
      const numbers = this.#numbers(of(best), of(differences));
      answer.names.forEach((strategy, place) => {
        const is = (one) => one.scenario === strategy && one.outcome === name;
        row[`s${place}`] = this.#cell(best.find(is), place ? differences.find(is) : null,
          numbers);
      });
      return row;
    });
    const columns = [{ key: "outcome", label: t("compare.outcome") },
      ...answer.names.map((name, place) => ({ key: `s${place}`, number: true,
        label: this.#name(name, place) }))];
    this.table.replaceChildren(app.table({ caption: t("compare.table"), columns, rows }));
  }

  #name(name, place) {
    const { el, sign } = this.app;
    return el("span", {}, sign(NAMES[place]), name);
  }

  /** The numbers of an outcome have the same digits for all strategies. */
  #numbers(standings, rows) {
    return this.app.together(standings[0].unit, {
      values: standings.map((one) => one.mean),
      differences: rows.map((one) => one.difference),
      intervals: rows.filter((one) => one.verdict !== "equal").map((one) => [one.low, one.high]),
    });
  }

  #cell(standing, row, numbers) {
    const { el, t } = this.app;
    if (!standing) return null;
    const parts = [el("span", {}, numbers.value(standing.mean))];
    if (row && row.verdict === "equal") {
      parts.push(el("span", { class: "quiet" }, t("verdict.equal")));
    } else if (row) {
      const told = numbers.difference(row.difference);
      if (row.verdict !== "one_run") { // which is said once, above the table
        parts.unshift(el("span", { class: `tag ${row.verdict}` }, t(`verdict.${row.verdict}`)),
          " ");
      }
      parts.push(el("span", { class: "quiet" }, row.low === null ? told
        : t("compare.difference", { difference: told,
          interval: numbers.interval(row.low, row.high).replaceAll(" ", "\u00a0") })));
    }
    return el("div", {}, parts);
  }

  // Trades ---------------------------------------------------------------------------------------

  #trade() {
    const { answer } = this;
    const [x, ...others] = answer.trade.outcomes;
    if (this.#pictures.length !== others.length) {
      for (const picture of this.#pictures) picture.destroy();
      this.#pictures = others.map((y) => this.app.scatter({ title: this.#title(x, y) }));
      this.trades.replaceChildren(...this.#pictures.map((one) => one.element));
    }
    others.forEach((y, place) => this.#pictures[place].update(this.#points(x, y)));
  }

  #label(one) {
    return this.app.label("outcome", one.name, one.label);
  }

  #title(x, y) {
    return this.app.t("compare.trade_title", { x: this.#label(x), y: this.#label(y) });
  }

  #points(x, y) {
    const { t, value } = this.app;
    const points = this.answer.trade.points.map((one, place) =>
      ({ kind: NAMES[place], name: one.name, x: one[x.name], y: one[y.name] }));
    const list = points.map((one) => t("compare.trade_point", { name: one.name,
      x: value(one.x, x.unit), y: value(one.y, y.unit) })).join("; ");
    return {
      points,
      x: { label: this.#label(x), unit: x.unit },
      y: { label: this.#label(y), unit: y.unit },
      sentence: t("compare.trade_sentence", { list }),
      table: { caption: this.#title(x, y), hideCaption: true, rows: points, columns: [
        { key: "name", label: t("compare.strategy") },
        { key: "x", label: this.#label(x), unit: x.unit },
        { key: "y", label: this.#label(y), unit: y.unit }] },
    };
  }

  // Waterfall ------------------------------------------------------------------------------------

  #offer() {
    const { el, t } = this.app;
    const [a, b] = this.answer.names;
    this.fall.replaceChildren(el("p", {}, t("compare.waterfall_lead", { a, b })),
      el("button", { class: "button", type: "button", onclick: this.onExplain },
        t("compare.waterfall_ask")));
  }

  explaining(text, trouble = null) {
    const { el } = this.app;
    this.#offer();
    this.fall.querySelector("button").disabled = text !== "";
    this.fall.append(el("p", { class: text ? "busy on" : "busy" }, text), trouble ?? "");
  }

  /** Show a waterfall; `said` puts a changed lever into the words of the page. */
  explain(waterfall, said) {
    const { app } = this;
    const { el, t } = app;
    if (!waterfall) {
      this.fall.replaceChildren(el("p", {}, t("compare.waterfall_none")));
      return;
    }
    const made = Object.entries(waterfall.outcomes).map(([name, found]) =>
      this.#waterfall(waterfall, app.outcome(name), found, said));
    this.fall.replaceChildren(el("p", { class: "shown" }, t("compare.waterfall_shown",
      { n: waterfall.seeds, months: waterfall.month })),
    el("div", { class: "pair" }, made),
    app.language === "en" ? el("ul", { class: "sentences" }, waterfall.sentences.map((one) =>
      el("li", {}, one.text))) : "");
    app.say(t("compare.waterfall_done"));
  }

  #waterfall({ names }, outcome, found, said) {
    const { t, label, bars, together } = this.app;
    const unit = outcome.unit;
    const title = label("outcome", outcome.name, outcome.label);
    const parts = found.parts.map((part) => ({ name: partName(this.app, part.name),
      value: part.mean, low: part.low, high: part.high,
      changes: this.app.el("span", {}, part.changes.flatMap((one, place) =>
        [place ? "; " : "", said(one)])) }));
    const numbers = together(unit, { values: [found.from.mean, found.to.mean],
      differences: parts.map((part) => part.value),
      intervals: parts.filter((part) => part.low !== null && part.high > part.low)
        .map((part) => [part.low, part.high]) });
    const picture = bars({ title });
    picture.update({
      unit, parts, numbers, from: { name: names[0], value: found.from.mean },
      to: { name: names[1], value: found.to.mean },
      sentence: t("compare.waterfall_sentence", { a: names[0], b: names[1],
        from: numbers.value(found.from.mean), to: numbers.value(found.to.mean),
        list: parts.map((part) => `${part.name} ${numbers.difference(part.value)}`).join("; ") }),
      table: { caption: title, hideCaption: true, columns: [
        { key: "name", label: t("compare.part") },
        { key: "mean", label: t("compare.part_mean"), number: true },
        { key: "spread", label: t("compare.part_interval"), number: true },
        { key: "changes", label: t("compare.part_changes") }],
      rows: parts.map((part) => ({ ...part, mean: numbers.difference(part.value),
        spread: part.low === null ? null : numbers.interval(part.low, part.high) })) },
    });
    this.#falls.push(picture);
    return picture.element;
  }
}
