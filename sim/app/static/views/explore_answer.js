// The district's answer in Explore: charts, what they are, the differences in words, the minutes.

import { KINDS } from "../charts.js";
import { later, tell } from "../dom.js";
import { numbersOf, ofCourse, ofDifference, ofRuns } from "../sentences.js";

const MAIN = ["adoption_share", "spending_cum_usd", "satisfaction_citizens", "age_gap_points",
  "trust", "backlog_cases", "online_transaction_share", "cost_per_case_usd",
  "satisfaction_employees"];
const MOST_CHARTS = 16;
const SAY_MS = 1200;

export class Answer {
  #cards = new Map();
  #drawn = 0;

  /** `onMore()` asks for the runs anew. */
  constructor(app, memory, { onMore }) {
    Object.assign(this, { app, memory, onMore });
    this.say = later((answer) => this.#tell(answer), SAY_MS);
    this.element = this.#build();
  }

  get outcomes() {
    return [...this.#cards.keys()];
  }

  stop() {
    this.say.cancel();
    for (const card of this.#cards.values()) card.chart.destroy();
  }

  #build() {
    const { el, t } = this.app;
    this.shown = el("p", { class: "shown", id: "shown" });
    this.busy = el("p", { class: "busy" });
    this.legend = el("ul", { class: "legend", "aria-label": t("explore.legend") });
    this.trouble = el("div", {});
    this.grid = el("div", { class: "charts" });
    for (const name of [...MAIN, ...this.memory.more]) this.#card(name);
    this.means = el("p", { class: "quiet" });
    this.words = el("ul", { class: "findings" });
    this.minutes = el("div", {});
    return el("div", { class: "answer" },
      this.legend, el("div", { class: "status" }, this.shown, this.busy),
      this.trouble, el("h2", { class: "visually-hidden" }, t("explore.charts")), this.grid,
      this.#more(), el("h2", {}, t("explore.in_words")), this.means, this.words, this.minutes);
  }

  // Charts ---------------------------------------------------------------------------------------

  #more() {
    const { el, t, label, about } = this.app;
    const families = new Map();
    for (const one of about.outcomes) {
      if (this.#cards.has(one.name)) continue;
      if (!families.has(one.family)) families.set(one.family, []);
      families.get(one.family).push(one);
    }
    const select = el("select", { id: "more", onchange: () => this.#show(select.value) },
      el("option", { value: "" }, t("explore.more_none")),
      [...families].map(([family, list]) => el("optgroup", { label: t(`family.${family}`) },
        list.map((one) => el("option", { value: one.name },
          label("outcome", one.name, one.label))))));
    this.chooser = el("div", { class: "field more" },
      el("label", { for: "more" }, t("explore.more")), select);
    return this.chooser;
  }

  #show(name) {
    if (!name || this.#cards.has(name) || this.#cards.size >= MOST_CHARTS) return;
    this.memory.more.push(name);
    this.#card(name);
    this.chooser.replaceWith(this.#more());
    document.getElementById("more").focus();
    this.onMore();
  }

  #hide(name) {
    this.memory.more = this.memory.more.filter((one) => one !== name);
    const card = this.#cards.get(name);
    this.#cards.delete(name);
    card.chart.destroy();
    card.chart.element.remove();
    this.chooser.replaceWith(this.#more());
    document.getElementById("more").focus();
  }

  #card(name) {
    const { app } = this;
    const outcome = app.outcome(name);
    if (!outcome || this.#cards.has(name)) return;
    const title = app.label("outcome", name, outcome.label);
    const change = app.el("div", { class: "change" });
    const chart = app.chart({ title, unit: outcome.unit, head: change, kinds: KINDS });
    chart.element.dataset.outcome = name;
    if (!MAIN.includes(name)) {
      chart.element.append(app.el("button", { class: "icon away", type: "button",
        "aria-label": app.t("explore.hide", { name: title }), onclick: () => this.#hide(name) },
      "×"));
    }
    this.#cards.set(name, { chart, change, outcome, title });
    this.grid.append(chart.element);
  }

  // Showing --------------------------------------------------------------------------------------

  draw(answer) {
    this.trouble.replaceChildren();
    this.grid.classList.remove("stale");
    const rows = new Map(answer.headline.map((row) => [row.outcome, row]));
    for (const [name, card] of this.#cards) {
      if (!answer.lines.baseline[name]) continue; // asked for before this chart was added
      card.chart.update({ months: answer.months, dates: answer.dates,
        lines: this.#lines(answer, name), sentence: ofCourse(answer, card.outcome) });
      this.#change(card, rows.get(name), answer);
    }
    this.#legend(answer);
    tell(this.shown, ofRuns(answer));
    this.#words(answer);
    this.say(answer);
    this.#drawn += 1;
    return this.#drawn;
  }

  #lines(answer, name) {
    return KINDS.filter((kind) => answer.lines[kind]).map((kind) =>
      ({ kind, name: this.app.t(`line.${kind}`), ...answer.lines[kind][name] }));
  }

  #change(card, row, answer) {
    const { el } = this.app;
    const split = this.#split(row, answer);
    const numbers = numbersOf([row, ...split]);
    const parts = split.length ? [["assumption", split[0]], ["yours", split[1]]] : [["", row]];
    card.change.classList.toggle("two", parts.length > 1);
    card.change.replaceChildren(...parts.filter(([, one]) => one).map(([name, one]) =>
      el("p", {}, name ? this.#by(name) : null, ...this.#said(one, numbers))));
  }

  /** Return the rows of the changed assumption and of the changed policy, if both are told. */
  #split(row, answer) {
    const lists = [answer.headline_of_assumption, answer.headline_of_policy];
    const rows = lists.map((list) => list?.find((one) => one.outcome === row.outcome));
    return rows.every(Boolean) ? rows : [];
  }

  /** Name the line that a difference belongs to, by its look and, for those who hear, in words. */
  #by(kind) {
    const { el, t } = this.app;
    const name = t(kind === "yours" ? "line.by_policy" : "line.by_assumption");
    return el("span", { class: "by", title: name },
      el("span", { class: `line-sample ${kind}`, "aria-hidden": "true" }),
      el("span", { class: "visually-hidden" }, `${name}:`));
  }

  #said(row, numbers) {
    const { el, t } = this.app;
    if (row.verdict === "equal") return [el("span", { class: "quiet" }, t("verdict.equal"))];
    const [low, high] = [row.low, row.high];
    return [
      el("strong", {}, numbers.difference(row.difference)),
      low === null ? null : el("span", { class: "quiet" }, ` (${numbers.interval(low, high)})`),
      el("span", { class: `tag ${row.verdict}` }, t(`verdict.${row.verdict}`)),
    ].filter(Boolean);
  }

  #legend(answer) {
    const kinds = KINDS.filter((kind) => answer.lines[kind]);
    const key = `${kinds} ${answer.seeds > 1} ${answer.reference.name}`;
    if (this.legend.dataset.key === key) return;
    this.legend.dataset.key = key;
    const { el, t, label } = this.app;
    const { name, title } = answer.reference;
    const items = kinds.map((kind) => el("li", {},
      el("span", { class: `line-sample ${kind}`, "aria-hidden": "true" }),
      kind === "baseline" ? t("line.baseline_named", { name: label("base", name, title) })
        : t(`line.${kind}_long`)));
    if (answer.seeds > 1) {
      items.push(el("li", {}, el("span", { class: "band-sample", "aria-hidden": "true" }),
        t("line.band")));
    }
    this.legend.replaceChildren(...items);
  }

  #words(answer) {
    const { el, t } = this.app;
    const isSame = answer.headline.every((row) => row.verdict === "equal");
    const lines = isSame ? [t("explore.same")] : answer.headline.map((row) =>
      ofDifference(row, this.app.outcome(row.outcome), this.#split(row, answer)));
    tell(this.means, isSame || answer.seeds === 1 ? "" : t("explore.means", { n: answer.seeds }));
    this.words.replaceChildren(...lines.map((line) => el("li", {}, line)));
    if (answer.stage === 0) this.#minutes(answer.minutes); // those of the first seed
  }

  /** The decisions are written out when somebody wants them. */
  #minutes(list) {
    const { el, t, date } = this.app;
    const inside = el("div", {});
    const fill = () => inside.replaceChildren(
      this.app.language === "en" ? "" : el("p", { class: "quiet" }, t("explore.records")),
      el("ol", { class: "minutes" }, list.map((one) => el("li", {},
        el("time", { datetime: one.date }, date(one.date)),
        el("span", { lang: "en" }, ` ${one.actor} ${one.decision}: `,
          el("span", { class: "quiet" }, one.reason))))));
    const isOpen = this.minutes.firstChild?.open === true;
    this.minutes.replaceChildren(el("details", { open: isOpen },
      el("summary", { onclick: fill }, t("explore.minutes", { n: list.length })), inside));
    if (isOpen) fill();
  }

  #tell(answer) {
    const row = answer.headline.find((one) => one.outcome === MAIN[0]) ?? answer.headline[0];
    if (row) this.app.say(`${ofRuns(answer)}. ${ofDifference(row, this.app.outcome(row.outcome))}`);
  }

  /** Say what is being computed: a stage, or null for nothing. */
  wait(stage) {
    const { about, state, t } = this.app;
    const next = stage === null ? "" : stage === 0 ? t("explore.computing")
      : t("explore.refining", { n: about.stages[stage].seeds,
        sample: (about.stages[stage].sample ?? state.get().sample).toLocaleString("en") });
    tell(this.busy, next);
    this.busy.classList.toggle("on", next !== "");
  }

  fail(error) {
    const said = this.app.problem(error);
    if (!said) return;
    this.grid.classList.add("stale");
    this.trouble.replaceChildren(said);
  }
}
