// What Compare shows: table, two trades, sentences, and the waterfall of the first two.

import { NAMES } from "../marks.js";
import { years } from "../sentences.js";
import { waterfallOf } from "./compare_waterfall.js";
import { numbersAt, outcomeName, rowsAt, told } from "./compare_words.js";

const MOST_TOLD = 3; // strategies whose intervals stand in a sentence; those of more in the table

export class Results {
  #pictures = [];
  #falls = [];

  constructor(app, memory, onExplain) {
    Object.assign(this, { app, memory, onExplain, answer: null });
    const { el, t } = app;
    this.year = el("select", { id: "year", onchange: () => {
      memory.month = Number(this.year.value);
      this.#atMonth();
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
    const isOther = answer.names.join("\n") !== this.answer?.names.join("\n");
    this.answer = answer;
    this.stale(false);
    this.#years();
    this.#atMonth();
    if (isOther) this.#offer();
  }

  /** Dim what is of the tray before, until the new answer is there. */
  stale(isBefore) {
    this.element.classList.toggle("stale", isBefore && this.answer !== null);
  }

  #atMonth() {
    this.#table();
    this.#trade();
    this.#words();
  }

  get #month() {
    return Number(this.year.value);
  }

  #words() {
    const { el } = this.app;
    const list = (lines) => lines.map(({ topic, text, lang }) =>
      el("li", { lang }, topic ? el("strong", {}, `${topic}: `) : null, text));
    const { findings, method } = told(this.app, this.answer, this.#month);
    this.sentences.replaceChildren(...list(findings));
    this.notes.replaceChildren(...list(method));
  }

  // Table ----------------------------------------------------------------------------------------

  #years() {
    const { el, t } = this.app;
    const { months } = this.answer;
    const wanted = months.includes(this.memory.month) ? this.memory.month : months.at(-1);
    this.year.replaceChildren(...months.map((one) => el("option",
      { value: one, selected: one === wanted },
      one === 12 ? t("compare.one_year")
        : one % 12 === 0 ? t("compare.n_years", { n: one / 12 })
          : t("compare.n_months", { n: one }))));
  }

  #table() {
    const { app, answer } = this;
    const { t } = app;
    const [best, differences] = [answer.best, answer.table].map((one) => rowsAt(one, this.#month));
    const outcomes = [...new Set(best.map((row) => row.outcome))];
    const rows = outcomes.map((name) => {
      const row = { outcome: outcomeName(app, name) };
      const numbers = numbersAt(app, answer, name, this.#month);
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

  #cell(standing, row, numbers) {
    const { el, t } = this.app;
    if (!standing) return null;
    const parts = [el("span", {}, numbers.value(standing.mean))];
    if (row && row.verdict === "equal") {
      parts.push(el("span", { class: "quiet" }, t("verdict.equal")));
    } else if (row) {
      const said = numbers.difference(row.difference);
      if (row.verdict !== "one_run") { // which is said once, above the table
        parts.unshift(el("span", { class: `tag ${row.verdict}` }, t(`verdict.${row.verdict}`)),
          " ");
      }
      parts.push(el("span", { class: "quiet" }, row.low === null ? said
        : t("compare.difference", { difference: said,
          interval: numbers.interval(row.low, row.high).replaceAll(" ", "\u00a0") })));
    }
    return el("div", {}, parts);
  }

  // Trades ---------------------------------------------------------------------------------------

  #trade() {
    const [x, ...others] = this.answer.trade.outcomes.map((one) => one.name);
    if (this.#pictures.length !== others.length) {
      for (const picture of this.#pictures) picture.destroy();
      this.#pictures = others.map((y) => this.app.scatter({ title: this.#title(x, y) }));
      this.trades.replaceChildren(...this.#pictures.map((one) => one.element));
    }
    others.forEach((y, place) => this.#pictures[place].update(this.#points(x, y)));
  }

  #title(x, y) {
    const { app } = this;
    return app.t("compare.trade_title", { x: outcomeName(app, x), y: outcomeName(app, y),
      years: years(this.#month) });
  }

  /** Return the strategies on one outcome: value, interval laid at the first one, and words. */
  #axis(name) {
    const { app, answer } = this;
    const [best, rows] = [answer.best, answer.table].map((one) => rowsAt(one, this.#month, name));
    const numbers = numbersAt(app, answer, name, this.#month);
    return { label: outcomeName(app, name), unit: best[0].unit,
      places: answer.names.map((strategy) => {
        const { mean } = best.find((one) => one.scenario === strategy);
        const row = rows.find((one) => one.scenario === strategy);
        const value = numbers.value(mean);
        if (!row || row.low === null) return { at: mean, value, words: value };
        return { at: mean, value, low: row.mean_a + row.low, high: row.mean_a + row.high,
          words: row.verdict === "equal" ? value : app.t("compare.trade_cell", { value,
            difference: numbers.difference(row.difference),
            interval: numbers.interval(row.low, row.high) }) };
      }) };
  }

  #points(x, y) {
    const { app, answer } = this;
    const { t } = app;
    const [across, up] = [this.#axis(x), this.#axis(y)];
    const points = answer.names.map((name, place) => ({ kind: NAMES[place], name,
      x: across.places[place], y: up.places[place] }));
    const isMany = points.length > MOST_TOLD;
    const list = points.map((one) => t("compare.trade_point", { name: one.name,
      x: isMany ? one.x.value : one.x.words, y: isMany ? one.y.value : one.y.words })).join("; ");
    const key = answer.seeds === 1 ? "_plain" : isMany ? "_many" : "";
    return {
      points, x: across, y: up, title: this.#title(x, y),
      sentence: t(`compare.trade_sentence${key}`, { list, first: answer.names[0] }),
      table: { caption: this.#title(x, y), hideCaption: true,
        rows: points.map((one) => ({ name: one.name, x: one.x.words, y: one.y.words })),
        columns: [{ key: "name", label: t("compare.strategy") },
          { key: "x", label: across.label, number: true },
          { key: "y", label: up.label, number: true }] },
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

  /** Show the waterfall of an answer; `said` puts a changed lever into the words of the page. */
  explain(answer, said) {
    const { el, t, say } = this.app;
    if (!answer.waterfall) {
      this.fall.replaceChildren(el("p", {}, t("compare.waterfall_none")));
      return;
    }
    const { pictures, elements } = waterfallOf(this.app, answer, this.answer, said);
    this.#falls.push(...pictures);
    this.fall.replaceChildren(...elements);
    say(t("compare.waterfall_done"));
  }
}
