// Play the mayor: half-year rounds in one world. The rounds are all that is kept of a term.

import { barOf } from "./play_bar.js";
import { leversOf } from "./play_levers.js";
import { lastCard, pastCard } from "./play_past.js";
import { moneyCard, moodsCard, newsCard, outcomesCard } from "./play_report.js";
import { scoreOf } from "./play_score.js";
import { startOf } from "./play_start.js";
import { inEnglish } from "./records.js";

const WAIT_MS = 250;
const NARROW = "(max-width: 899px)"; // as in play.css: levers and report below each other
const DRAWN = ["adoption_share", "satisfaction_citizens", "trust", "spending_cum_usd"];
const COURSE_WORDS = { satisfaction_citizens: "play.course_alone", // the table has twelve months
  spending_cum_usd: "play.course_sum" };
let now = null;

function fresh(state) {
  return { state: { ...state, set: { ...state.set } }, rounds: [], next: {} };
}

function isTerm(kept) {
  return Boolean(kept?.state) && Array.isArray(kept.rounds) && typeof kept.next === "object";
}

/** The view: its parts, and the term in the memory of the page. */
class Term {
  constructor(root, app) {
    Object.assign(this, { root, app, data: null, timer: 0, isGone: false, isGoing: false });
    const kept = app.memory("play");
    if (!isTerm(kept.term)) kept.term = fresh(app.state.get());
    kept.open ??= [];
    this.term = kept.term;
  }

  keep() {
    this.app.memory("play").term = this.term;
    this.app.keep();
  }

  async build() {
    const { app } = this;
    const { el, t } = app;
    await app.style("views/play.css");
    this.bar = barOf(app, { go: () => this.goOn(), undo: () => this.undo(),
      save: () => this.save(), anew: () => this.anew(this.term.state) });
    this.wrong = el("div", {});
    this.world = el("p", { class: "quiet" });
    this.controls = el("section", { class: "card controls" });
    this.report = el("div", { class: "report" });
    this.sides = el("div", { class: "sides" }, this.controls, this.report);
    this.after = el("div", { class: "after" });
    this.charts = DRAWN.map((name) => [name, this.chart(name)]);
    this.course = el("section", { class: "card course", hidden: true },
      el("h2", {}, t("play.course")), el("div", { class: "four" },
        this.charts.map(([, one]) => one.element)));
    this.score = scoreOf(app);
    this.root.append(app.heading(t("play.title"), t("play.lead")),
      el("div", { class: "of-term" }, this.world,
        startOf(app, () => this.term, (state) => this.anew(state))),
      ...inEnglish(app, "play.english"),
      this.wrong, this.bar.element, this.score.element, this.sides, this.course, this.after);
    await this.ask();
  }

  chart(name) {
    const { app } = this;
    const outcome = app.outcome(name);
    return app.chart({ title: app.label("outcome", name, outcome.label), unit: outcome.unit,
      height: 150, kinds: ["yours"] });
  }

  anew(state) {
    const before = this.term;
    const { app } = this;
    const undo = app.el("button", { class: "button small", type: "button", onclick: () => {
      app.dismiss("play");
      this.begin(before);
    } }, app.t("play.take_back"));
    if (before.rounds.length) {
      app.notice("play", app.t("play.begun_anew"), { actions: [undo], seconds: 20 });
    }
    this.begin(fresh(state));
  }

  async begin(term) {
    this.term = term;
    this.keep();
    await this.ask();
    scrollTo(0, 0);
  }

  /** Show a term, which is ours from then on; a later call takes the place of an earlier one. */
  async ask(term = this.term) {
    const { app } = this;
    clearTimeout(this.timer);
    this.root.setAttribute("aria-busy", "true");
    try {
      const { state, rounds, next } = term;
      const data = await app.post("/api/play", { state, rounds, next }, { key: "play" });
      if (this.isGone) return false;
      this.wrong.replaceChildren();
      this.term = term;
      this.keep();
      this.show(data);
      return true;
    } catch (error) {
      if (this.isGone) return false;
      const said = app.problem(error);
      if (said) this.wrong.replaceChildren(said, this.wayOut());
      return false;
    } finally {
      this.root.removeAttribute("aria-busy");
    }
  }

  wayOut() {
    const { el, t } = this.app;
    return el("p", {}, el("button", { class: "button", type: "button",
      onclick: () => this.anew({ ...this.app.state.get(), base: "baseline", set: {} }) },
    t("play.from_baseline")));
  }

  show(data) {
    const { app } = this;
    const isNewRound = !this.data || this.data.round !== data.round || this.other !== this.term;
    this.data = data;
    this.other = this.term;
    this.world.textContent = app.t("play.one_world", { seed: data.seed,
      sample: data.sample.toLocaleString("en") });
    this.bar.update(data, this.term.next);
    const open = [...this.report.querySelectorAll("details")].map((one) => one.open);
    this.report.replaceChildren(...this.told(data));
    if (isNewRound) this.newRound(data);
    else this.report.querySelectorAll("details").forEach((one, place) => (one.open = open[place]));
    this.levers?.update(data);
    this.draw(data);
  }

  told(data) {
    const { app } = this;
    const { el } = app;
    const toLevers = el("button", { class: "button small to-levers", type: "button",
      onclick: () => this.levers.reach() }, app.t("play.to_levers"));
    return [data.round && !data.is_over ? toLevers : null, data.round ? lastCard(app, data) : null,
      el("div", {}, newsCard(app, data), moodsCard(app, data)),
      el("div", {}, outcomesCard(app, data), moneyCard(app, data))].filter(Boolean);
  }

  newRound(data) {
    const { app } = this;
    this.levers = data.is_over ? null : leversOf(app, data, app.memory("play").open,
      (path, value) => this.change(path, value));
    this.controls.replaceChildren(...(this.levers ? [this.levers.element] : []));
    this.controls.hidden = data.is_over;
    this.sides.classList.toggle("over", data.is_over);
    const isReportFirst = data.round > 0 && matchMedia(NARROW).matches;
    this.sides.prepend(isReportFirst ? this.report : this.controls);
    this.after.replaceChildren(...[pastCard(app, data)].filter(Boolean));
    if (data.is_over) this.score.show(this.term);
    else this.score.hide();
  }

  draw({ course, round }) {
    this.course.hidden = round === 0;
    if (round === 0) return;
    const { app } = this;
    for (const [name, chart] of this.charts) {
      const median = course.lines[name];
      const { unit } = app.outcome(name);
      chart.update({ months: course.months, dates: course.dates,
        lines: [{ kind: "yours", name: app.t("play.your_term"), median }],
        sentence: app.t(COURSE_WORDS[name] ?? "play.course_words",
          { now: app.value(median.at(-1), unit), months: course.months.length }) });
    }
  }

  change(path, value) {
    const lever = this.data.levers.find((one) => one.path === path);
    if (value === lever.was) delete this.term.next[path];
    else this.term.next[path] = value;
    this.keep();
    clearTimeout(this.timer);
    if (!this.isGoing) this.timer = setTimeout(() => this.ask(), WAIT_MS);
  }

  async goOn() {
    if (this.isGoing) return;
    const { state, rounds, next } = this.term;
    if (await this.goTo({ state, rounds: [...rounds, next], next: {} })) {
      this.app.say(this.app.t("play.said", { round: this.data.round, rounds: this.data.rounds }));
      this.bar.focus();
      this.toReport();
    }
  }

  /** Show what the round has brought: below the bar, where levers and report are side by side. */
  toReport() {
    const isNarrow = matchMedia(NARROW).matches && !this.data.is_over;
    const first = isNarrow ? this.report : this.bar.element.previousElementSibling;
    first.scrollIntoView({ block: "start" });
  }

  async undo() {
    if (this.isGoing) return;
    const { state, rounds, next } = this.term;
    const isSet = Object.keys(next).length > 0;
    const back = { state, rounds: isSet ? rounds : rounds.slice(0, -1),
      next: isSet ? {} : rounds.at(-1) ?? {} };
    if (await this.goTo(back)) {
      this.app.say(this.app.t("play.undone"));
      this.bar.turnedBack();
    }
  }

  /** Go to another round; the levers rest until it is there, and nothing is lost if it is not. */
  async goTo(term) {
    this.isGoing = true;
    this.controls.inert = true;
    try {
      return await this.ask(term);
    } finally {
      this.isGoing = false;
      this.controls.inert = false;
    }
  }

  async save() {
    try {
      const { state, rounds, next } = this.term;
      const file = await this.app.post("/api/play/file", { state, rounds, next });
      this.app.save(file.filename, file.mime, file.text);
    } catch (error) {
      const said = this.app.problem(error);
      if (said) this.wrong.replaceChildren(said);
    }
  }

  end() {
    this.isGone = true;
    clearTimeout(this.timer);
    this.app.drop("play");
    for (const part of [this.bar, this.score]) part?.destroy();
    for (const [, chart] of this.charts ?? []) chart.destroy();
    this.keep();
  }
}

export async function mount(root, app) {
  now = new Term(root, app);
  await now.build();
}

export function unmount() {
  now?.end();
  now = null;
}
