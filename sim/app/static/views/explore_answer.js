// The district's answer in Explore: charts, what they are, the differences in words, the minutes.

import { KINDS } from "../charts.js";
import { later, tell } from "../dom.js";
import { isSameCourse, numbersOf, ofCourse, ofDifference, ofRuns, years } from "../sentences.js";
import { showLegend } from "./explore_legend.js";

const MAIN = ["adoption_share", "spending_cum_usd", "satisfaction_citizens", "age_gap_points",
  "trust", "backlog_cases", "online_transaction_share", "cost_per_case_usd",
  "satisfaction_employees"];
const MOST_CHARTS = 16;
const SAY_MS = 1200;
const ROOM_ABOVE = 8; // px

/** Leave out the line of a policy that is the baseline's own: only the world is another. */
function withoutPolicy(answer) {
  if (answer.changed.policy || !answer.changed.assumption) return answer;
  const { baseline, assumption } = answer.lines;
  return { ...answer, lines: { baseline, assumption }, headline_of_assumption: null,
    headline_of_policy: null };
}

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

  draw(given) {
    const answer = withoutPolicy(given);
    this.trouble.replaceChildren();
    this.grid.classList.remove("stale");
    const rows = new Map(answer.headline.map((row) => [row.outcome, row]));
    for (const [name, card] of this.#cards) {
      const row = rows.get(name);
      if (!row) continue; // asked for before this chart was added
      const split = this.#split(row, answer);
      card.chart.update({ months: answer.months, dates: answer.dates,
        lines: this.#lines(answer, name), sentence: ofCourse(answer, card.outcome, row, split) });
      this.#change(card, row, split);
    }
    showLegend(this.app, this.legend, answer);
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

  /** Show the difference; where world and policy are both changed, its two parts below it. */
  #change(card, row, split) {
    const { el } = this.app;
    const numbers = numbersOf([row, ...split]);
    const parts = split.length ? [["both", row], ["assumption", split[0]], ["yours", split[1]]]
      : [["", row]];
    card.change.classList.toggle("parts", parts.length > 1);
    card.change.replaceChildren(...parts.map(([name, one]) =>
      el("p", {}, name ? this.#by(name) : null, ...this.#said(one, numbers, one === row))));
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
    const name = t(`line.by_${kind === "yours" ? "policy" : kind}`);
    const told = el("span", { class: "visually-hidden" }, `${name}:`);
    return kind === "both" ? told : el("span", { class: "by", title: name },
      el("span", { class: `line-sample ${kind}`, "aria-hidden": "true" }), told);
  }

  #said(row, numbers, hasVerdict) {
    const { el, t } = this.app;
    if (row.verdict === "equal") return [el("span", { class: "quiet" }, t("verdict.equal"))];
    const [low, high] = [row.low, row.high];
    return [
      el("strong", {}, numbers.difference(row.difference)),
      low === null ? null : el("span", { class: "quiet" }, ` (${numbers.interval(low, high)})`),
      hasVerdict ? el("span", { class: `tag ${row.verdict}` }, t(`verdict.${row.verdict}`)) : null,
    ].filter(Boolean);
  }

  #words(answer) {
    const { el, t } = this.app;
    const isSame = answer.headline.every((row) => row.verdict === "equal");
    const lines = isSame ? [this.#same(answer)] : answer.headline.map((row) =>
      ofDifference(row, this.app.outcome(row.outcome), this.#split(row, answer)));
    tell(this.means, isSame || answer.seeds === 1 ? "" : t("explore.means", { n: answer.seeds }));
    this.words.replaceChildren(...lines.map((line) => el("li", {}, line)));
    if (answer.stage === 0) this.#minutes(answer.minutes); // those of the first seed
  }

  /** Say why nothing differs: nothing is changed, or it makes no difference. */
  #same(answer) {
    const { t } = this.app;
    const { policy, assumption } = answer.changed;
    if (!policy && !assumption) return t("explore.same");
    return t(isSameCourse(answer) ? "explore.no_effect" : "explore.no_effect_at_end",
      { years: years(answer.months.length) });
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

  /** Scroll so far that a chart stands above the sheet of levers, where none does. */
  showAbove(bottom) {
    const boxes = [...this.grid.children].map((one) => one.getBoundingClientRect());
    if (boxes.some((one) => one.top >= 0 && one.bottom <= bottom)) return;
    const top = boxes.find((one) => one.bottom > 0)?.top ?? 0;
    scrollBy({ top: top - ROOM_ABOVE });
  }

  fail(error) {
    const said = this.app.problem(error);
    if (!said) return;
    this.grid.classList.add("stale");
    this.trouble.replaceChildren(said);
  }
}
